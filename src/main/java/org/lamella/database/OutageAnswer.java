package org.lamella.database;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client hears while the database is gone: 503 and when to come back; a problem document below {@code /api/}, a
 * page elsewhere. Uses nothing that might need the database, and no resource beside itself.
 */
final class OutageAnswer {
    static final String TYPE = "urn:lamella:problem:database-unavailable";
    static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(OutageAnswer.class);
    private static final long LOG_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final String REQUEST_ID = "Request-Id";
    private static final String TITLE = "The database does not answer";
    private static final String DETAIL =
            "Slivers on the nodes run on. Try again in a few seconds. If this request was to"
                    + " change something, look first whether it did.";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>%1$s</title>
            <style>
              :root { color-scheme: light dark; --bg: #fbfbfa; --text: #1c1d1f; --dim: #62656b; --accent: #0b62b8 }
              @media (prefers-color-scheme: dark) { :root { --bg: #141517; --text: #e7e8ea; --dim: #a2a6ad; --accent: #6db3f2 } }
              body { margin: 0; padding: 18vh 24px 0; background: var(--bg); color: var(--text); font: 14px/20px system-ui, sans-serif }
              main { max-width: 480px; margin: 0 auto }
              h1 { font-size: 20px; line-height: 28px; margin: 0 0 8px; font-weight: 650 }
              p { margin: 0 0 16px; color: var(--dim) }
              a { color: var(--accent) }
            </style>
            <main>
              <h1>%1$s</h1>
              <p>Slivers on the nodes run on. Lamella is back as soon as its PostgreSQL is; nobody has to restart it. If you
                were about to change something, look whether it happened before you do it again.</p>
              <a href="">Try again</a>
            </main>
            </html>
            """.formatted(TITLE);

    private final JsonMapper json;
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

    OutageAnswer(JsonMapper json) {
        this.json = json;
    }

    /** RFC 9457, as all of the API's errors. */
    private record Problem(String type, String title, int status, String detail, String instance, String requestId) {}

    /** Answers in place of whatever the request would have got. The response must not be committed. */
    void write(HttpServletRequest request, HttpServletResponse response, Throwable failure) throws IOException {
        String path = path(request);
        mention(request.getMethod() + " " + path, failure);
        String requestId = response.getHeader(REQUEST_ID);
        response.reset();
        response.setHeader(REQUEST_ID, requestId);
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (path.startsWith(request.getContextPath() + "/api/")) {
            Problem problem = new Problem(TYPE, TITLE, HttpStatus.SERVICE_UNAVAILABLE.value(), DETAIL, path, requestId);
            send(response, MediaType.APPLICATION_PROBLEM_JSON_VALUE, json.writeValueAsBytes(problem));
        } else {
            response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
            send(response, "text/html;charset=UTF-8", PAGE.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the client asked for, also when the container is already at its error page. */
    private static String path(HttpServletRequest request) {
        return Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
                .map(Object::toString)
                .orElseGet(request::getRequestURI);
    }

    private static void send(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Not for every request: under load an outage would fill the log with one line. */
    private void mention(String request, Throwable failure) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last >= LOG_EVERY_NANOS && lastLogged.compareAndSet(last, now)) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
            log.warn("The database does not answer; {} and others like it get 503: {}", request, cause.toString());
        }
    }
}
