package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.catalog.AbstractModelCatalogIT;
import dev.langchain4j.model.catalog.ModelCatalog;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for catalogs. */
class OpenRouterModelCatalogIT extends AbstractModelCatalogIT {

    @AutoClose
    private static final Target TARGET = Target.openWithoutScript();

    @Override
    protected ModelCatalog createModelCatalog() {
        return TARGET.modelCatalog();
    }

    @Override
    protected ModelProvider expectedProvider() {
        return ModelProvider.OTHER;
    }
}
