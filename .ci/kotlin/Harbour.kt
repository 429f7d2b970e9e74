import dev.langchain4j.agent.tool.Tool
import dev.langchain4j.data.message.UserMessage
import dev.langchain4j.model.openrouter.OpenRouter
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata
import dev.langchain4j.model.openrouter.OpenRouterException
import dev.langchain4j.model.openrouter.test.Answer
import dev.langchain4j.model.openrouter.test.OpenRouterServer
import dev.langchain4j.service.AiServices
import java.math.BigDecimal
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking

// region kotlin
interface Harbour {
    fun ask(question: String): String
}

class Tides {
    @Tool("Today's high water in a port")
    fun highWater(port: String): String = if (port == "Ostend") "12:21" else "unknown"
}

fun harbour(openRouter: OpenRouter): Harbour =
    AiServices.builder(Harbour::class.java)
        .chatModel(openRouter.chatModel().modelName("gpt-4o-mini").maxOutputTokens(200).build())
        .tools(Tides())
        .build()

/** Null if OpenRouter reported no cost. */
suspend fun costOf(openRouter: OpenRouter, question: String): BigDecimal? {
    val model = openRouter.chatModel().modelName("gpt-4o-mini").build()
    val response = model.chatAsync(UserMessage.from(question)).await() // cancelling the coroutine cancels the call
    return OpenRouterChatResponseMetadata.of(response).orElseThrow().tokenUsage()?.cost()
}

fun retryAfterSeconds(failure: Throwable): Long? = OpenRouterException.find(failure).orElse(null)?.retryAfter()?.seconds
// endregion

fun main() = OpenRouterServer.start().use { server ->
    OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey()).maxRetries(0).build().use { openRouter ->
        server.answer(Answer.toolCall("highWater", "{\"port\": \"Ostend\"}"), Answer.text("At 12:21."))
        check(harbour(openRouter).ask("When is high water in Ostend?") == "At 12:21.")
        check("12:21" in server.requests()[1].bodyText()) { "the tool was called with its argument" }

        server.answer(Answer.text("Ahoy").usage(10, 2, "0.0003"))
        check(runBlocking { costOf(openRouter, "Ahoy?") } == BigDecimal("0.0003"))
        server.answer(Answer.text("Ahoy").withoutUsage())
        check(runBlocking { costOf(openRouter, "Ahoy?") } == null)

        server.answer(Answer.error(429, "Slow down").retryAfter(7))
        val failure = runCatching { openRouter.chat("Ahoy?") }.exceptionOrNull()!!
        check(retryAfterSeconds(failure) == 7L) { failure }
    }
    println("Kotlin: compiled and run")
}
