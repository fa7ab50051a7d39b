package org.lamella.web;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Forbidden;
import org.springframework.core.annotation.Order;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What {@link Problems} is for the API, for pages: the same refusals, as a page. */
@ControllerAdvice(annotations = Controller.class)
@Order(2)
class PageProblems {
    @ExceptionHandler
    String noSuchThing(NoSuchThing missing, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_NOT_FOUND, missing, response, model);
    }

    @ExceptionHandler
    String invalidInput(InvalidInput invalid, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_BAD_REQUEST, invalid, response, model);
    }

    @ExceptionHandler
    String forbidden(Forbidden forbidden, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_FORBIDDEN, forbidden, response, model);
    }

    @ExceptionHandler
    String forbiddenFields(ForbiddenFields forbidden, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_FORBIDDEN, forbidden, response, model);
    }

    @ExceptionHandler
    String stateConflict(StateConflict conflict, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_CONFLICT, conflict, response, model);
    }

    @ExceptionHandler
    String changedMeanwhile(OptimisticLockingFailureException lost, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_CONFLICT, new StateConflict(Problems.CHANGED_MEANWHILE), response, model);
    }

    @ExceptionHandler
    String preconditionFailed(PreconditionFailed failed, HttpServletResponse response, Model model) {
        return page(HttpServletResponse.SC_PRECONDITION_FAILED, failed, response, model);
    }

    @ExceptionHandler
    String quotaExceeded(QuotaExceeded exceeded, HttpServletResponse response, Model model) {
        return page(HttpStatus.TOO_MANY_REQUESTS.value(), exceeded, response, model);
    }

    private static String page(int status, RuntimeException why, HttpServletResponse response, Model model) {
        response.setStatus(status);
        model.addAttribute("status", status);
        model.addAttribute("words", why.getMessage());
        return "error";
    }
}
