package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.lamella.access.Caller;
import org.lamella.reservations.Reservations;
import org.lamella.shares.SharesViews;
import org.lamella.shares.Term;
import org.lamella.slices.SliceFacts;
import org.lamella.slices.SliceService;
import org.lamella.slices.SliceView;
import org.lamella.slices.SliceViews;
import org.lamella.slices.SliverTally;
import org.lamella.usage.UsageOnPages;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the page of one slice together, whichever of its forms was sent. */
@Component
class SlicePage {
    private static final int SHOWN = 500;

    private final SliverService slivers;
    private final SliceService slices;
    private final SliceViews views;
    private final SliceFacts facts;
    private final FreeNodes freeNodes;
    private final NodeNotices notices;
    private final Reservations reservations;
    private final SliceNetworkFacts network;
    private final WaysIn waysIn;
    private final DiskParts disks;
    private final ResetParts resets;
    private final SharesViews shares;
    private final UsageOnPages usage;
    private final PublicUrl publicUrl;

    SlicePage(
            SliverService slivers,
            SliceService slices,
            SliceViews views,
            SliceFacts facts,
            FreeNodes freeNodes,
            NodeNotices notices,
            Reservations reservations,
            SliceNetworkFacts network,
            WaysIn waysIn,
            DiskParts disks,
            ResetParts resets,
            SharesViews shares,
            UsageOnPages usage,
            PublicUrl publicUrl) {
        this.slivers = slivers;
        this.slices = slices;
        this.views = views;
        this.facts = facts;
        this.freeNodes = freeNodes;
        this.notices = notices;
        this.reservations = reservations;
        this.network = network;
        this.waysIn = waysIn;
        this.disks = disks;
        this.resets = resets;
        this.shares = shares;
        this.usage = usage;
        this.publicUrl = publicUrl;
    }

    String show(Caller caller, String name, Model model) {
        SliceView slice = views.get(caller, name);
        List<SliverView> rows = slivers.stragglersFirst(name, SHOWN + 1).stream()
                .map(SliverView::of)
                .toList();
        model.addAttribute("slice", slice);
        model.addAttribute("slivers", rows.stream().limit(SHOWN).toList());
        model.addAttribute("more", rows.size() > SHOWN);
        model.addAttribute("counts", counts(slice.slivers()));
        model.addAttribute(
                "freeNodes", freeNodes.count(Optional.of(slices.get(name).id())));
        model.addAttribute("notices", notices.of(name));
        model.addAttribute("reservations", reservations.ofSlice(caller, name));
        model.addAttribute("breaches", usage.brokenTo(name));
        List<String> nodes = rows.stream().limit(SHOWN).map(SliverView::node).toList();
        model.addAttribute("usage", usage.ofSlice(name, nodes));
        model.addAttribute("delivered", usage.deliveredTo(name, nodes));
        network.addTo(model, name);
        waysIn.addToSlice(model, name, rows);
        resets.addToSlice(model, name);
        model.addAttribute("server", publicUrl.of(""));
        model.addAttribute("disk", disks.of(name));
        model.addAttribute("shares", shares.ofSlice(caller, name));
        model.addAttribute("terms", Term.values());
        facts.addTo(model, caller, slice);
        return "slivers/of-slice";
    }

    /** Does what a form asks for; when it is refused the page comes back with what was typed and why. */
    String after(Caller caller, String name, HttpServletResponse response, Model model, Runnable change) {
        try {
            change.run();
            return "redirect:/slices/" + name;
        } catch (InvalidInput invalid) {
            return refused(HttpStatus.BAD_REQUEST, invalid.errors(), caller, name, response, model);
        } catch (StateConflict conflict) {
            return refused(HttpStatus.CONFLICT, one(conflict), caller, name, response, model);
        } catch (QuotaExceeded exceeded) {
            return refused(HttpStatus.TOO_MANY_REQUESTS, one(exceeded), caller, name, response, model);
        }
    }

    private String refused(
            HttpStatus status,
            List<FieldError> errors,
            Caller caller,
            String name,
            HttpServletResponse response,
            Model model) {
        response.setStatus(status.value());
        model.addAttribute("errors", errors);
        return show(caller, name, model);
    }

    private static List<FieldError> one(RuntimeException why) {
        return List.of(FieldError.invalid("slice", why.getMessage()));
    }

    private static String counts(SliverTally tally) {
        var words = new StringJoiner(", ").setEmptyValue("none");
        add(words, tally.running(), "running");
        add(words, tally.degraded(), "degraded");
        add(words, tally.starting() + tally.pending(), "on their way");
        add(words, tally.failed(), "failed");
        add(words, tally.stopped(), "stopped");
        add(words, tally.unknown(), "unknown");
        add(words, tally.leaving(), "leaving");
        return words.toString();
    }

    private static void add(StringJoiner words, int count, String state) {
        if (count > 0) {
            words.add(count + " " + state);
        }
    }
}
