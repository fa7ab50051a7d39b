package org.lamella.web;

import org.lamella.access.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame around every page shows. */
@ControllerAdvice(annotations = Controller.class)
class PageFrame {
    /** Null for a stranger. */
    @ModelAttribute("caller")
    Caller caller(Caller caller) {
        return caller;
    }
}
