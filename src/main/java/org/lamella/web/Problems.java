package org.lamella.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lamella.access.Forbidden;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/**
 * The one place where a refusal of the REST API becomes a problem document (RFC 9457).
 *
 * <p>{@code type} is stable and is what scripts may branch on; the words may get better.
 */
@RestControllerAdvice(annotations = RestController.class)
@Order(1)
public class Problems extends ResponseEntityExceptionHandler {
    private static final String TYPE = "urn:lamella:problem:";
    static final String CHANGED_MEANWHILE = "somebody else changed this at the same moment; read it again first";
    /** Jackson's own way to name a place, which says nothing to the sender. */
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)");

    /**
     * @param type the last part of the problem's URN, lower-case with hyphens
     * @param title the same for every problem of the type
     * @param detail this one's own words
     */
    public static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPE + type));
        problem.setTitle(title);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail invalidInput(InvalidInput invalid) {
        return problem(invalid);
    }

    static ProblemDetail problem(InvalidInput invalid) {
        ProblemDetail problem;
        if (invalid.isTaken()) {
            problem = problem(HttpStatus.CONFLICT, "taken", "Already taken", invalid.getMessage());
        } else if (invalid.isConflict()) {
            problem = notInThisState(invalid.getMessage());
        } else {
            problem = problem(HttpStatus.BAD_REQUEST, "invalid-input", "Invalid input", invalid.getMessage());
        }
        problem.setProperty("errors", errors(invalid.errors()));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail noSuchThing(NoSuchThing missing) {
        return problem(HttpStatus.NOT_FOUND, "not-found", "Not found", missing.getMessage());
    }

    @ExceptionHandler
    ProblemDetail forbidden(Forbidden forbidden) {
        return problem(HttpStatus.FORBIDDEN, "forbidden", "Forbidden", forbidden.getMessage());
    }

    @ExceptionHandler
    ProblemDetail forbiddenFields(ForbiddenFields forbidden) {
        ProblemDetail problem = problem(HttpStatus.FORBIDDEN, "forbidden", "Forbidden", forbidden.getMessage());
        problem.setProperty("errors", errors(forbidden.errors()));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail stateConflict(StateConflict conflict) {
        ProblemDetail problem = notInThisState(conflict.getMessage());
        if (!conflict.conflicts().isEmpty()) {
            problem.setProperty("conflicts", conflict.conflicts());
        }
        if (!conflict.alternatives().isEmpty()) {
            problem.setProperty("alternatives", conflict.alternatives());
        }
        return problem;
    }

    /** Two changed it at the same moment, neither of them naming a version. */
    @ExceptionHandler
    ProblemDetail changedMeanwhile(OptimisticLockingFailureException lost) {
        return notInThisState(CHANGED_MEANWHILE);
    }

    private static ProblemDetail notInThisState(String detail) {
        return problem(HttpStatus.CONFLICT, "state-conflict", "Not in this state", detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> preconditionFailed(PreconditionFailed failed) {
        ProblemDetail problem = problem(
                HttpStatus.PRECONDITION_FAILED, "precondition-failed", "Changed meanwhile", failed.getMessage());
        problem.setProperty("version", failed.now().number());
        return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED)
                .header(HttpHeaders.ETAG, failed.now().tag())
                .body(problem);
    }

    @ExceptionHandler
    ProblemDetail quotaExceeded(QuotaExceeded exceeded) {
        ProblemDetail problem =
                problem(HttpStatus.TOO_MANY_REQUESTS, "quota-exceeded", "Quota exceeded", exceeded.getMessage());
        problem.setProperty("quota", exceeded.shortfalls());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(Unavailable unavailable) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Unavailable", unavailable.getMessage()));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (unreadable.getMostSpecificCause() instanceof BodyTooLong tooLong) {
            ProblemDetail problem = problem(HttpStatus.CONTENT_TOO_LARGE, "too-long", "Too long", tooLong.getMessage());
            return handleExceptionInternal(unreadable, problem, headers, HttpStatus.CONTENT_TOO_LARGE, request);
        }
        ProblemDetail problem =
                problem(HttpStatus.BAD_REQUEST, "unreadable", "Unreadable", whyUnreadable(unreadable.getCause()));
        return handleExceptionInternal(unreadable, problem, headers, status, request);
    }

    private static String whyUnreadable(Throwable cause) {
        if (!(cause instanceof JacksonException json)) {
            return "a body is needed: a JSON object";
        }
        String words = "the body is not JSON: "
                + START_MARKER.matcher(json.getOriginalMessage()).replaceAll("");
        // A limit, such as that of nesting, is exceeded nowhere in particular.
        return Optional.ofNullable(json.getLocation())
                .map(place -> words + ", in line " + place.getLineNr() + ", column " + place.getColumnNr())
                .orElse(words);
    }

    /** Refusals that Spring words have a type of ours too. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getType() == null || !problem.getType().toString().startsWith(TYPE))) {
            problem.setType(URI.create(TYPE + "http-" + status.value()));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    private static List<Map<String, String>> errors(List<FieldError> errors) {
        return errors.stream()
                .map(error -> Map.of("field", error.field(), "message", error.message()))
                .toList();
    }
}
