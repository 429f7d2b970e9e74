package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openrouter.MediaBuilder.MediaSettings;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.spi.OpenRouterImageModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ImageModel} over OpenRouter's {@code POST /images}: draws images, and edits those that it is given.
 *
 * <pre>{@code
 * ImageModel model = OpenRouterImageModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("bytedance-seed/seedream-4.5")
 *         .build();
 * }</pre>
 *
 * <p>Images come as base64 with a MIME type, never as a URL; the type is recognised by the bytes where OpenRouter does
 * not tell it. Tokens and cost are in the {@link OpenRouterTokenUsage}, the generation id in the response's metadata
 * under {@link #GENERATION_ID}. Fewer images than asked for are a failure that is not retried, because they are charged:
 * what has come is in {@link OpenRouterException#partialResponse()}. Partial images of a stream are not asked for. Calls
 * block; an interrupt ends them at once. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/images/create-images">Images</a>
 */
public class OpenRouterImageModel implements ImageModel {

    /** Where {@code Response.metadata()} has OpenRouter's id of the call, for {@link OpenRouter#generation}. */
    public static final String GENERATION_ID = "openrouter.image.generationId";

    private static final int MAX_IMAGES = 10;
    private static final int MAX_REFERENCES = 16;

    private final MediaSettings settings;

    /** @throws IllegalArgumentException for a bad value, naming the setter */
    public OpenRouterImageModel(Builder builder) {
        builder.check();
        this.settings = builder.mediaSettings(MediaKind.IMAGE, builder.provider);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterImageModelBuilderFactory factory : loadFactories(OpenRouterImageModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException} */
    @Override
    public Response<Image> generate(String prompt) {
        return first(draw(prompt, null, List.of()));
    }

    /**
     * So many images of one prompt; providers that draw one at a time refuse more.
     *
     * @param n 1 to 10
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public Response<List<Image>> generate(String prompt, int n) {
        SetterChecks.within("n", n, 1, MAX_IMAGES);
        return draw(prompt, n, List.of());
    }

    /**
     * An image made from another.
     *
     * @param image base64, or an http(s) or data URL
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public Response<Image> edit(Image image, String prompt) {
        return edit(List.of(image), prompt);
    }

    /**
     * An image made from several others: a person and a coat to put on, say.
     *
     * @param images 1 to 16, each base64, or an http(s) or data URL; the prompt can speak of them in their order
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    public Response<Image> edit(List<Image> images, String prompt) {
        SetterChecks.within("The number of images", images.size(), 1, MAX_REFERENCES);
        return first(draw(prompt, null, images));
    }

    /** @throws UnsupportedFeatureException always: OpenRouter takes no mask */
    @Override
    public Response<Image> edit(Image image, Image mask, String prompt) {
        throw new UnsupportedFeatureException("OpenRouter takes no mask to edit an image:"
                + " use edit(image, prompt) and say in the prompt what is to change");
    }

    private Response<List<Image>> draw(String prompt, @Nullable Integer n, List<Image> references) {
        ensureNotBlank(prompt, "prompt");
        List<String> urls = references.stream().map(MediaImageMapper::toUrl).toList();
        ImagesRequest request = new ImagesRequest(settings.modelId(), prompt, n, urls, settings.options());
        return toResponse(settings.call(
                () -> settings.api().images(request, settings.begin(request, CostEstimator::of))));
    }

    private static Response<List<Image>> toResponse(ImagesAnswer answer) {
        return Response.from(
                answer.images().stream().map(MediaImageMapper::toImage).toList(),
                OpenRouterTokenUsage.reported(answer.usage()),
                null,
                answer.generationId() == null ? Map.of() : Map.of(GENERATION_ID, answer.generationId()));
    }

    private static Response<Image> first(Response<List<Image>> images) {
        return Response.from(images.content().get(0), images.tokenUsage(), null, images.metadata());
    }

    /** Builds an {@link OpenRouterImageModel}. Each setter takes null for "not set". */
    public static class Builder extends MediaBuilder<Builder> {

        private static final Pattern RESOLUTION = Pattern.compile("\\d+K?");
        private static final Pattern ASPECT_RATIO = Pattern.compile("\\d+(\\.\\d+)?:\\d+(\\.\\d+)?|auto");
        private static final Pattern SIZE = Pattern.compile("\\d+K?|\\d+x\\d+");
        private static final Set<String> PREFERENCES =
                Set.of("order", "only", "ignore", "sort", "allow_fallbacks", "options");

        private @Nullable OpenRouterProviderPreferences provider;

        /** Nothing set. */
        public Builder() {}

        /**
         * The model, required: an id such as {@code bytedance-seed/seedream-4.5}, or an alias.
         *
         * @see <a href="https://openrouter.ai/models?output_modalities=image">Image models</a>
         */
        public Builder modelName(@Nullable String modelName) {
            this.modelName = modelName;
            return this;
        }

        /** {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}; each provider has its own pixels for it. */
        public Builder resolution(@Nullable String resolution) {
            return option("resolution", resolution);
        }

        /** Width to height, {@code 16:9} for example, or {@code auto}. Providers take the nearest that they have. */
        public Builder aspectRatio(@Nullable String aspectRatio) {
            return option("aspect_ratio", aspectRatio);
        }

        /**
         * A resolution, or pixels as {@code 2048x1024}. OpenRouter refuses pixels that contradict {@link #resolution} or
         * {@link #aspectRatio}.
         */
        public Builder size(@Nullable String size) {
            return option("size", size);
        }

        /** {@code auto}, {@code low}, {@code medium} or {@code high}. Providers without such a knob ignore it. */
        public Builder quality(@Nullable String quality) {
            return option("quality", quality);
        }

        /** {@code png}, {@code jpeg}, {@code webp}, or {@code svg} for models that draw in vectors. */
        public Builder outputFormat(@Nullable String outputFormat) {
            return option("output_format", outputFormat);
        }

        /** 0 to 100, for webp and jpeg. Providers without such a knob ignore it. */
        public Builder outputCompression(@Nullable Integer outputCompression) {
            return option("output_compression", outputCompression);
        }

        /** {@code auto}, {@code transparent} (png or webp only) or {@code opaque}. */
        public Builder background(@Nullable String background) {
            return option("background", background);
        }

        /** The same seed and settings give the same image, at providers that can. */
        public Builder seed(@Nullable Integer seed) {
            return option("seed", seed);
        }

        /**
         * Which upstream providers may serve the requests: {@code order}, {@code only}, {@code ignore}, {@code sort} and
         * {@code allowFallbacks}; OpenRouter knows no others for images. Unset: OpenRouter chooses.
         */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            this.provider = provider;
            return this;
        }

        /** @throws IllegalArgumentException for a bad value, naming the setter */
        public OpenRouterImageModel build() {
            return new OpenRouterImageModel(this);
        }

        private void check() {
            form("resolution", "resolution", RESOLUTION, "like 512, 1K, 2K or 4K");
            form("aspectRatio", "aspect_ratio", ASPECT_RATIO, "like 16:9, or auto");
            form("size", "size", SIZE, "like 2K or 2048x1024");
            SetterChecks.notBlank("quality", option("quality", String.class));
            SetterChecks.notBlank("outputFormat", option("output_format", String.class));
            SetterChecks.notBlank("background", option("background", String.class));
            SetterChecks.within("outputCompression", option("output_compression", Integer.class), 0, 100);
            if ("transparent".equals(option("background", String.class))
                    && "jpeg".equals(option("output_format", String.class))) {
                throw new IllegalArgumentException(
                        "background must not be transparent where outputFormat is jpeg: use png or webp");
            }
            if (provider != null && !PREFERENCES.containsAll(provider.toMap().keySet())) {
                var others = new TreeSet<>(provider.toMap().keySet());
                others.removeAll(PREFERENCES);
                throw new IllegalArgumentException("provider must not have " + others
                        + " for images: OpenRouter knows only " + new TreeSet<>(PREFERENCES) + " there");
            }
        }

        private void form(String setter, String name, Pattern form, String rule) {
            String value = option(name, String.class);
            if (value != null && !form.matcher(value).matches()) {
                throw SetterChecks.refused(setter, "must be " + rule, "'" + value + "'");
            }
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
