package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.openrouter.MediaBuilder.MediaSettings;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.media.ImageMapper;
import dev.langchain4j.model.openrouter.spi.OpenRouterImageModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ImageModel} that calls OpenRouter's {@code POST /images}: draws and edits images.
 *
 * <pre>{@code
 * ImageModel model = OpenRouterImageModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("bytedance-seed/seedream-4.5")
 *         .build();
 * }</pre>
 *
 * <p>Images are base64 with a MIME type, never a URL; if OpenRouter does not report the type, the bytes show it. Tokens
 * and cost are in the {@link OpenRouterTokenUsage}, the generation id in the response's metadata under
 * {@link #GENERATION_ID}. Fewer images than requested are a failure that is not retried, because they are charged:
 * {@link OpenRouterException#partialResponse()} has the images that arrived. Partial images of a stream are not
 * requested. Calls block; an interrupt ends them at once. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/images/create-images">Images</a>
 */
public class OpenRouterImageModel implements ImageModel {

    /** Key of OpenRouter's generation id in {@code Response.metadata()}, for {@link OpenRouter#generation}. */
    public static final String GENERATION_ID = "openrouter.image.generationId";

    /** Key of the upstream provider's name in {@code Response.metadata()}, if OpenRouter reports it. */
    public static final String PROVIDER = "openrouter.image.provider";

    /**
     * Key of the images after the first in {@code Response.metadata()}, a {@code List<Image>}, if OpenRouter sends more
     * than the one that was asked for.
     */
    public static final String OTHER_IMAGES = "openrouter.image.otherImages";

    /** Key of the body of the response in {@code Response.metadata()}, if {@link Builder#returnRawResponse} is set. */
    public static final String RAW_RESPONSE = "openrouter.image.rawResponse";

    private static final int MAX_IMAGES = 10;
    private static final int MAX_REFERENCES = 16;

    private final MediaSettings settings;
    private final boolean returnRawResponse;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterImageModel(Builder builder) {
        ensureNotNull(builder, "builder");
        builder.check();
        this.settings = builder.mediaSettings(MediaKind.IMAGE, builder.provider);
        this.returnRawResponse = builder.returnRawResponse;
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
     * Draws several images for one prompt; providers that draw one at a time refuse more.
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
     * Edits an image.
     *
     * @param image base64, or an http(s) or data URL
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public Response<Image> edit(Image image, String prompt) {
        ensureNotNull(image, "image");
        ensureNotNull(prompt, "prompt");
        return edit(List.of(image), prompt);
    }

    /**
     * Creates an image from several others, for example a person and a coat.
     *
     * @param images 1 to 16, each base64, or an http(s) or data URL; the prompt can refer to them in their order
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    public Response<Image> edit(List<Image> images, String prompt) {
        ensureNotNull(images, "images");
        ensureNotNull(prompt, "prompt");
        images.forEach(image -> ensureNotNull(image, "An image of images"));
        SetterChecks.within("The number of images", images.size(), 1, MAX_REFERENCES);
        return first(draw(prompt, null, images));
    }

    /** @throws UnsupportedFeatureException always: OpenRouter supports no mask */
    @Override
    public Response<Image> edit(Image image, Image mask, String prompt) {
        throw new UnsupportedFeatureException("OpenRouter supports no mask to edit an image:"
                + " use edit(image, prompt) and describe the change in the prompt");
    }

    private Response<List<Image>> draw(String prompt, @Nullable Integer n, List<Image> references) {
        ensureNotBlank(prompt, "prompt");
        List<String> urls = references.stream().map(ImageMapper::toUrl).toList();
        ImagesRequest request = new ImagesRequest(settings.modelId(), prompt, n, urls, settings.options());
        return toResponse(settings.call(() -> settings.api()
                .images(request, settings.begin(request, CostEstimator::of))
                .send()));
    }

    private Response<List<Image>> toResponse(ImagesAnswer answer) {
        return Response.from(
                answer.images().stream().map(ImageMapper::toImage).toList(),
                OpenRouterTokenUsage.reported(answer.usage()),
                null,
                metadata(answer));
    }

    private Map<String, Object> metadata(ImagesAnswer answer) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (answer.generationId() != null) {
            metadata.put(GENERATION_ID, answer.generationId());
        }
        if (answer.provider() != null) {
            metadata.put(PROVIDER, answer.provider());
        }
        if (returnRawResponse && answer.raw() != null) {
            metadata.put(RAW_RESPONSE, answer.raw().get());
        }
        return metadata;
    }

    private static Response<Image> first(Response<List<Image>> images) {
        List<Image> all = images.content();
        Map<String, Object> metadata = new LinkedHashMap<>(images.metadata());
        if (all.size() > 1) {
            metadata.put(OTHER_IMAGES, all.subList(1, all.size()));
        }
        return Response.from(all.get(0), images.tokenUsage(), null, metadata);
    }

    /**
     * Builds an {@link OpenRouterImageModel}. Each setter takes null for "not set"; the provider's default holds then.
     */
    public static class Builder extends MediaBuilder<Builder> {

        private static final Pattern RESOLUTION = Pattern.compile("\\d+K?");
        private static final Pattern ASPECT_RATIO = Pattern.compile("\\d+(\\.\\d+)?:\\d+(\\.\\d+)?|auto");
        private static final Pattern SIZE = Pattern.compile("\\d+K?|\\d+x\\d+");
        private static final Set<String> PREFERENCES =
                Set.of("order", "only", "ignore", "sort", "allow_fallbacks", "options");

        private @Nullable OpenRouterProviderPreferences provider;
        private boolean returnRawResponse;

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

        /** {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}; the pixels depend on the provider. */
        public Builder resolution(@Nullable String resolution) {
            return option("resolution", resolution);
        }

        /**
         * Width to height, {@code 16:9} or {@code 2.35:1} for example, or {@code auto}. Providers use the nearest ratio
         * that they support.
         */
        public Builder aspectRatio(@Nullable String aspectRatio) {
            return option("aspect_ratio", aspectRatio);
        }

        /**
         * A resolution, or pixels as {@code 2048x1024}. OpenRouter refuses pixels that contradict {@link #resolution}
         * or {@link #aspectRatio}.
         */
        public Builder size(@Nullable String size) {
            return option("size", size);
        }

        /**
         * {@code auto}, {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}. Ignored by providers
         * without it.
         */
        public Builder quality(@Nullable String quality) {
            return option("quality", quality);
        }

        /** {@code png}, {@code jpeg}, {@code webp}, or {@code svg} for models that draw vectors. */
        public Builder outputFormat(@Nullable String outputFormat) {
            return option("output_format", outputFormat);
        }

        /** 0 to 100, for webp and jpeg. Ignored by providers without it. */
        public Builder outputCompression(@Nullable Integer outputCompression) {
            return option("output_compression", outputCompression);
        }

        /** {@code auto}, {@code transparent} (png or webp only) or {@code opaque}. */
        public Builder background(@Nullable String background) {
            return option("background", background);
        }

        /** The same seed and settings give the same image, at providers that support it. */
        public Builder seed(@Nullable Integer seed) {
            return option("seed", seed);
        }

        /**
         * Which upstream providers may serve the requests: {@code order}, {@code only}, {@code ignore}, {@code sort}
         * and {@code allowFallbacks}; OpenRouter supports no others for images. Unset: OpenRouter chooses.
         */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            this.provider = provider;
            return this;
        }

        /**
         * Whether {@code Response.metadata()} has the body of the response as received, under {@link #RAW_RESPONSE}. It
         * is as large as the images. Unset: false.
         */
        public Builder returnRawResponse(@Nullable Boolean returnRawResponse) {
            this.returnRawResponse = Boolean.TRUE.equals(returnRawResponse);
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
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
