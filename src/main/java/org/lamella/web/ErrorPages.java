package org.lamella.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What is left when nothing else answered: a problem document under {@code /api}, a page elsewhere. */
@Controller
class ErrorPages implements ErrorController {
    private final ProblemWriter problems;

    ErrorPages(ProblemWriter problems) {
        this.problems = problems;
    }

    @Permitted(To.ANYBODY)
    @RequestMapping("/error")
    String error(HttpServletRequest request, HttpServletResponse response, Model model) throws IOException {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError()) {
            status = HttpStatus.NOT_FOUND;
            response.setStatus(status.value());
        }
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path instanceof String uri && uri.startsWith("/api/")) {
            problems.write(response, status, "http-" + status.value(), words(status, uri));
            return null;
        }
        model.addAttribute("status", status.value());
        model.addAttribute("words", words(status, String.valueOf(path)));
        return "error";
    }

    private static String words(HttpStatus status, String path) {
        return switch (status) {
            case NOT_FOUND -> "there is nothing at " + path;
            case METHOD_NOT_ALLOWED -> path + " does not take this method";
            case FORBIDDEN -> "this account may not do that, or the page was open too long: load it again";
            default ->
                status.is5xxServerError()
                        ? "something broke here; the log of the control plane says what"
                        : status.getReasonPhrase();
        };
    }
}
