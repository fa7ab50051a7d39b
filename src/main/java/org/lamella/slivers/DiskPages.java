package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.SliceDisks;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form for the disks of a slice. */
@Controller
class DiskPages {
    private final SlicePage page;
    private final SliceDisks disks;

    DiskPages(SlicePage page, SliceDisks disks) {
        this.page = page;
        this.disks = disks;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/disk")
    String change(
            Caller caller,
            @PathVariable String name,
            @RequestParam String bytes,
            @RequestParam String inodes,
            @RequestParam(defaultValue = "false") boolean force,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedDisk", List.of(bytes, inodes));
        return page.after(caller, name, response, model, () -> disks.change(caller, name, limit(bytes, inodes), force));
    }

    private static Optional<DiskLimit> limit(String bytes, String inodes) {
        List<FieldError> errors = new ArrayList<>();
        Optional<Long> size = number("bytes", bytes, errors);
        Optional<Long> count = number("inodes", inodes, errors);
        InvalidInput.throwIfAny(errors);
        return DiskLimit.of(size, count);
    }

    private static Optional<Long> number(String field, String text, List<FieldError> errors) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            errors.add(FieldError.invalid(field, "must be a whole number, not '" + text.strip() + "'"));
            return Optional.empty();
        }
    }
}
