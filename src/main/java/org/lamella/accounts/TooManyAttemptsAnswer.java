package org.lamella.accounts;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.web.Problems;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says who has to wait how long: 429 with Retry-After. */
@RestControllerAdvice(annotations = RestController.class)
@Order(0)
class TooManyAttemptsAnswer {
    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooMany(TooManyAttempts tooMany) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()))
                .body(Problems.problem(
                        HttpStatus.TOO_MANY_REQUESTS, "too-many-attempts", "Too many attempts", tooMany.getMessage()));
    }

    /** For a page that is shown again. */
    static void mark(TooManyAttempts tooMany, HttpServletResponse response) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()));
    }
}
