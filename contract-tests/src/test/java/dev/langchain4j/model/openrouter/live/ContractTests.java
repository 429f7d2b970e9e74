package dev.langchain4j.model.openrouter.live;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.langchain4j.model.openrouter.tck.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * LangChain4j's own tests, by the classes that ask the stand-in in every build, directed to OpenRouter. Each test and model is a
 * run of its own, so that several can run at once although the tests keep what they notice in fields.
 */
final class ContractTests {

    private static final String PACKAGE = Target.class.getPackageName() + ".";
    private static final int AT_ONCE = 12;
    private static final int MINUTES = 10;

    /** By their names, for they are private to their package; those that wait longest first. */
    static final List<String> ALL = List.of(
            "OpenRouterStreamingChatModelIT",
            "OpenRouterChatModelIT",
            "OpenRouterAiServiceWithToolsIT",
            "OpenRouterAiServiceWithJsonSchemaIT",
            "OpenRouterAiServiceIT",
            "OpenRouterStreamingAiServiceIT",
            "OpenRouterChatModelListenerIT",
            "OpenRouterStreamingChatModelListenerIT",
            "OpenRouterEmbeddingModelIT",
            "OpenRouterModelCatalogIT");

    private ContractTests() {}

    static List<ContractResult> run(Live live, List<String> classes) {
        List<String> models = live.models().chat();
        ContractListener listener = new ContractListener(models);
        Target.goLive(new Target.Live(live.openRouter(), models, live.models().other(), Smokes.embeddingModel(live)));
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (UniqueId run : runs(classes, models.size())) {
                pool.execute(() -> LauncherFactory.create().execute(request(selectUniqueId(run)), listener));
            }
            pool.shutdown();
            if (!pool.awaitTermination(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("LangChain4j's tests are not over after " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
            Target.goOffline();
        }
        return listener.results();
    }

    private static List<UniqueId> runs(List<String> classes, int models) {
        List<UniqueId> runs = new ArrayList<>();
        for (String name : classes) {
            TestPlan plan = LauncherFactory.create().discover(request(selectClass(PACKAGE + name)));
            for (TestIdentifier root : plan.getRoots()) {
                for (TestIdentifier test : plan.getDescendants(root)) {
                    if (test.getSource().filter(MethodSource.class::isInstance).isPresent()) {
                        add(test.getUniqueIdObject(), models, runs);
                    }
                }
            }
        }
        return runs;
    }

    private static void add(UniqueId test, int models, List<UniqueId> runs) {
        if (test.getLastSegment().getType().equals("test-template")) {
            for (int model = 1; model <= models; model++) {
                runs.add(test.append(ContractListener.INVOCATION, "#" + model));
            }
        } else {
            runs.add(test);
        }
    }

    private static LauncherDiscoveryRequest request(DiscoverySelector selector) {
        return LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
    }
}
