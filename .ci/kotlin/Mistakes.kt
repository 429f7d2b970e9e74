import dev.langchain4j.model.openrouter.OpenRouter
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage
import java.math.BigDecimal

// Each line below is an error for Kotlin, because the library says what may be null.
fun costIsNotAlwaysThere(usage: OpenRouterTokenUsage): BigDecimal = usage.cost() // error
fun aQuestionIsNotNull(openRouter: OpenRouter, question: String?): String = openRouter.chat(question) // error
