package org.lamella.shares;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.IfMatch;
import org.lamella.web.JsonFields;
import org.lamella.web.Version;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * How slivers split what nobody has reserved, and above what they never get: said for a site's slices, a slice, or one sliver.
 * Admins set any; others only lower what is in force.
 */
@RestController
@RequestMapping("/api/v1")
class SharesController {
    private final SharesViews views;
    private final SharesEdits edits;

    /**
     * In force at this level.
     *
     * @param cpuShare weight by which CPU time is split, beside the 1 that is usual
     * @param networkCeilingBits a second, in each direction; 0: none
     * @param networkDailyBytes sent in a day of UTC, towards which the ceiling narrows; 0: any number
     * @param ioShare weight on the node's disk, where that knows weights
     * @param ioReadBytes a second; 0: no ceiling. Likewise the next
     * @param own the names of those that are said at this very level; the others are as above, or as usual
     */
    record Shares(
            BigDecimal cpuShare,
            BigDecimal networkShare,
            long networkCeilingBits,
            long networkDailyBytes,
            BigDecimal ioShare,
            long ioReadBytes,
            long ioWriteBytes,
            List<String> own,
            long version) {
        static Shares of(SharesViews.Shown shown) {
            Terms terms = shown.inForce();
            return new Shares(
                    terms.of(Term.CPU_SHARE),
                    terms.of(Term.NETWORK_SHARE),
                    terms.of(Term.NETWORK_CEILING_BITS).longValue(),
                    terms.of(Term.NETWORK_DAILY_BYTES).longValue(),
                    terms.of(Term.IO_SHARE),
                    terms.of(Term.IO_READ_BYTES).longValue(),
                    terms.of(Term.IO_WRITE_BYTES).longValue(),
                    shown.ownFields(Term.Family.SHARES),
                    shown.version());
        }
    }

    /** What is not sent stays as it is; null: as the level above has it. */
    record SharesChange(
            @Nullable BigDecimal cpuShare,
            @Nullable BigDecimal networkShare,
            @Nullable Long networkCeilingBits,
            @Nullable Long networkDailyBytes,
            @Nullable BigDecimal ioShare,
            @Nullable Long ioReadBytes,
            @Nullable Long ioWriteBytes) {}

    SharesController(SharesViews views, SharesEdits edits) {
        this.views = views;
        this.edits = edits;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/sites/{site}/shares")
    ResponseEntity<Shares> ofSite(Caller caller, @PathVariable String site) {
        return answer(views.ofSite(caller, site));
    }

    /** For all slices of the site that say nothing else; by its PI or an admin. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PatchMapping("/sites/{site}/shares")
    ResponseEntity<Shares> changeOfSite(
            Caller caller,
            @PathVariable String site,
            IfMatch ifMatch,
            @RequestBody @Body(SharesChange.class) JsonNode body) {
        edits.ofSite(caller, site, change(body, ifMatch));
        return answer(views.ofSite(caller, site));
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{slice}/shares")
    ResponseEntity<Shares> ofSlice(Caller caller, @PathVariable String slice) {
        return answer(views.ofSlice(caller, slice));
    }

    /** For all slivers of the slice that say nothing else. 409 when one has more reserved than a new ceiling. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PatchMapping("/slices/{slice}/shares")
    ResponseEntity<Shares> changeOfSlice(
            Caller caller,
            @PathVariable String slice,
            IfMatch ifMatch,
            @RequestBody @Body(SharesChange.class) JsonNode body) {
        edits.ofSlice(caller, slice, change(body, ifMatch));
        return answer(views.ofSlice(caller, slice));
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{slice}/slivers/{node}/shares")
    ResponseEntity<Shares> ofSliver(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return answer(views.ofSliver(caller, slice, node));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PatchMapping("/slices/{slice}/slivers/{node}/shares")
    ResponseEntity<Shares> changeOfSliver(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            IfMatch ifMatch,
            @RequestBody @Body(SharesChange.class) JsonNode body) {
        edits.ofSliver(caller, slice, node, change(body, ifMatch));
        return answer(views.ofSliver(caller, slice, node));
    }

    /** The tag has what the levels above say too, which is shown. */
    private static ResponseEntity<Shares> answer(SharesViews.Shown shown) {
        Shares shares = Shares.of(shown);
        return Version.of(shown.version()).showing(shares).answer(shares);
    }

    private static SharesEdits.Change change(JsonNode body, IfMatch ifMatch) {
        JsonFields fields = JsonFields.of(body);
        Map<Term, Optional<BigDecimal>> numbers = new EnumMap<>(Term.class);
        for (Term term : Term.Family.SHARES.terms()) {
            Optional<BigDecimal> number = term.isShare()
                    ? fields.number(term.field()).map(BigDecimal::valueOf)
                    : fields.longInteger(term.field()).map(BigDecimal::valueOf);
            if (number.isPresent() || body.path(term.field()).isNull()) {
                numbers.put(term, number);
            }
        }
        return new SharesEdits.Change(
                Term.Family.SHARES, numbers, false, fields.refuseOthers().errors(), ifMatch::require);
    }
}
