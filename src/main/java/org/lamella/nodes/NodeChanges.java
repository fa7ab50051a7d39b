package org.lamella.nodes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;

/** Does one thing to several nodes, each by itself: one that refuses does not keep the others from it. */
@Component
class NodeChanges {
    /** What a page shows at once. */
    static final int MOST = 500;

    private final NodeLabels labels;
    private final Drains drains;

    /** What can be done to several at once. */
    enum Action {
        DRAIN("drained"),
        UNDRAIN("takes new slivers again"),
        LABEL("labelled"),
        UNLABEL("has the label no more");

        private final String done;

        Action(String done) {
            this.done = done;
        }
    }

    /** What has become of one node. */
    record Result(String node, boolean done, String words) {}

    NodeChanges(NodeLabels labels, Drains drains) {
        this.labels = labels;
        this.drains = drains;
    }

    /** @param text the reason of a drain, or a label; for the others it says nothing */
    List<Result> each(Caller caller, List<String> names, Action action, String text) {
        return names.stream()
                .distinct()
                .limit(MOST)
                .map(name -> one(name, action, node -> perform(caller, node, action, text)))
                .toList();
    }

    private void perform(Caller caller, String node, Action action, String text) {
        switch (action) {
            case DRAIN -> drains.drain(caller, node, text, IfMatch.ANY::require);
            case UNDRAIN -> drains.undrain(caller, node, IfMatch.ANY::require);
            case LABEL -> {
                Label.Text label = Label.Text.of(text);
                labels.change(caller, node, Map.of(label.name(), Optional.of(label.value())), IfMatch.ANY::require);
            }
            case UNLABEL ->
                labels.change(caller, node, Map.of(Label.Text.of(text).name(), Optional.empty()), IfMatch.ANY::require);
        }
    }

    private static Result one(String name, Action action, Consumer<String> change) {
        try {
            change.accept(name);
            return new Result(name, true, action.done);
        } catch (InvalidInput | StateConflict | Forbidden | NoSuchThing refused) {
            return new Result(name, false, refused.getMessage());
        }
    }
}
