package org.lamella.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private static final String POSITION = "[1-9][0-9]{0,17}";
    private static final String HASH = "[0-9a-fA-F]{64}";

    private final AuditReader reader;
    private final AuditVerifier verifier;

    AuditController(AuditReader reader, AuditVerifier verifier) {
        this.reader = reader;
        this.verifier = verifier;
    }

    @Permitted(To.ADMIN)
    @GetMapping
    Page<AuditEvent> find(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String object,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            ListRequest request) {
        return reader.find(new AuditQuery.Asked(actor, kind, object, action, from, until), request);
    }

    /** The head of an earlier verification may be sent along, and is then asked for in the chain. */
    @Permitted(To.ADMIN)
    @GetMapping("/verification")
    Verification verify(@RequestParam(defaultValue = "") String rows, @RequestParam(defaultValue = "") String head) {
        return verifier.verify(noted(rows, head));
    }

    private static Optional<Verification.Noted> noted(String rows, String head) {
        if (rows.isEmpty() && head.isEmpty()) {
            return Optional.empty();
        }
        List<FieldError> errors = new ArrayList<>();
        if (!rows.matches(POSITION)) {
            errors.add(FieldError.invalid("rows", "must be the number of rows that came with the head, from 1"));
        }
        if (!head.matches(HASH)) {
            errors.add(
                    FieldError.invalid("head", "must be the 64 hexadecimal digits that came with the number of rows"));
        }
        InvalidInput.throwIfAny(errors);
        return Optional.of(new Verification.Noted(Long.parseLong(rows), head.toLowerCase(Locale.ROOT)));
    }
}
