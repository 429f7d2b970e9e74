package dev.langchain4j.model.openrouter.test;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import com.github.tomakehurst.wiremock.standalone.MappingsSource;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.util.List;

/** The only stub of the server, instead of those that WireMock would look for in the user's project. */
final class CatchAllStub implements MappingsSource {

    @Override
    public void loadMappingsInto(StubMappings stubs) {
        stubs.addMapping(any(anyUrl()).willReturn(ok()).build());
    }

    @Override
    public void save(List<StubMapping> stubs) {}

    @Override
    public void save(StubMapping stub) {}

    @Override
    @SuppressWarnings("removal") // WireMock will remove it, but it is abstract until then
    public void remove(StubMapping stub) {}

    @Override
    public void removeAll() {}
}
