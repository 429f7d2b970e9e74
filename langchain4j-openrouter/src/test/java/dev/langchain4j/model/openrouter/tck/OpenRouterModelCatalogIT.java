package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.catalog.AbstractModelCatalogIT;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for catalogs. */
class OpenRouterModelCatalogIT extends AbstractModelCatalogIT {

    @AutoClose
    private static final OpenRouterServer SERVER = OpenRouterServer.start();

    @Override
    protected ModelCatalog createModelCatalog() {
        return OpenRouterModelCatalog.builder().baseUrl(SERVER.baseUrl()).build();
    }

    @Override
    protected ModelProvider expectedProvider() {
        return ModelProvider.OTHER;
    }
}
