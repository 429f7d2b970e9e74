/** What an application on the module path has to require. */
module smoke {
    requires dev.langchain4j.model.openrouter;
    requires langchain4j.core;
    requires okhttp3;
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires micrometer.core;
}
