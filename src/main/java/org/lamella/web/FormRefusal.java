package org.lamella.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/**
 * Why the page with a form comes back, with what was typed. What no other input mends, such as that there is no such thing, is none
 * of these and has a page of its own.
 */
public record FormRefusal(HttpStatus status, List<FieldError> errors) {
    public FormRefusal {
        errors = List.copyOf(errors);
    }

    /**
     * Does what a form asks for.
     *
     * @param about what the form changes, under which stands what is wrong with no single field
     * @return why not; empty when it is done
     */
    public static Optional<FormRefusal> of(String about, Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (InvalidInput invalid) {
            HttpStatus status = invalid.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST;
            return Optional.of(new FormRefusal(status, invalid.errors()));
        } catch (ForbiddenFields forbidden) {
            return Optional.of(new FormRefusal(HttpStatus.FORBIDDEN, forbidden.errors()));
        } catch (StateConflict conflict) {
            return one(HttpStatus.CONFLICT, about, conflict);
        } catch (QuotaExceeded exceeded) {
            return one(HttpStatus.TOO_MANY_REQUESTS, about, exceeded);
        }
    }

    private static Optional<FormRefusal> one(HttpStatus status, String about, RuntimeException why) {
        return Optional.of(new FormRefusal(status, List.of(FieldError.invalid(about, why.getMessage()))));
    }

    /** So that the page says it when it is put together once more. */
    public void sayIn(HttpServletResponse response, Model model) {
        response.setStatus(status.value());
        model.addAttribute("errors", errors);
    }
}
