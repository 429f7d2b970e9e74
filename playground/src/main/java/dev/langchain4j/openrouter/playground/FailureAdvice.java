package dev.langchain4j.openrouter.playground;

import dev.langchain4j.exception.LangChain4jException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers a request that failed before it asked a model, with what the page shows of it. */
@RestControllerAdvice
class FailureAdvice {

    @ExceptionHandler
    ResponseEntity<Failure> failed(LangChain4jException error) {
        return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body(Failure.of(error, Bill.Charge.NOTHING));
    }

    /** Without the parser's words, which quote what was sent. */
    @ExceptionHandler
    ResponseEntity<Failure> unreadable(HttpMessageNotReadableException error) {
        return ResponseEntity.badRequest()
                .body(new Failure(
                        "UnreadableRequest", "This is not a request of the page", false, Bill.Charge.NOTHING, null));
    }

    @ExceptionHandler
    ResponseEntity<Failure> wrong(IllegalArgumentException error) {
        return ResponseEntity.badRequest().body(Failure.of(error, Bill.Charge.NOTHING));
    }
}
