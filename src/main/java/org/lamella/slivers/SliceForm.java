package org.lamella.slivers;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.lamella.images.Images;
import org.lamella.slices.Placement;
import org.lamella.slices.SliceRequest;
import org.lamella.web.FieldError;

/**
 * The form for a new slice, as it was typed: nothing of it is lost when something is wrong.
 *
 * @param where {@code count}, {@code nodes} or {@code nowhere}
 */
record SliceForm(String name, String image, String where, String count, String nodes, String description, String url) {
    static final SliceForm EMPTY = new SliceForm("", Images.DEFAULT, "count", "1", "", "", "");

    SliceForm {
        name = Objects.requireNonNullElse(name, "").strip();
        image = Objects.requireNonNullElse(image, Images.DEFAULT);
        where = Objects.requireNonNullElse(where, "nowhere");
        count = Objects.requireNonNullElse(count, "").strip();
        nodes = Objects.requireNonNullElse(nodes, "").strip();
        description = Objects.requireNonNullElse(description, "").strip();
        url = Objects.requireNonNullElse(url, "").strip();
    }

    SliceRequest request() {
        return new SliceRequest(name, image, description, url, placement());
    }

    /** A count that is no number is passed on as one that no policy allows. */
    private Placement placement() {
        return switch (where) {
            case "count" -> new Placement(OptionalInt.of(PlacementText.count(count)), List.of());
            case "nodes" -> new Placement(OptionalInt.empty(), PlacementText.names(nodes));
            default -> Placement.NOWHERE;
        };
    }

    public boolean isWrong(String field, List<FieldError> errors) {
        return errors != null && errors.stream().anyMatch(error -> error.field().equals(field));
    }

    public String asCommand() {
        String target = switch (where) {
            case "count" -> " --nodes " + count;
            case "nodes" -> " --nodes " + String.join(",", PlacementText.names(nodes));
            default -> "";
        };
        return "lamella slice create " + shown() + " --image " + image + target + " --wait";
    }

    public String asCurl(String server) {
        String slivers = switch (where) {
            case "count" -> ", \"slivers\": {\"count\": " + count + "}";
            case "nodes" ->
                ", \"slivers\": {\"nodes\": [\"" + String.join("\", \"", PlacementText.names(nodes)) + "\"]}";
            default -> "";
        };
        return "curl -X POST " + server + "/api/v1/slices -H \"Authorization: Bearer $TOKEN\""
                + " -H \"Content-Type: application/json\" \\\n  -d '{\"name\": \"" + shown() + "\", \"image\": \""
                + image
                + "\"" + slivers + "}'";
    }

    private String shown() {
        return name.isEmpty() ? "demo_hello" : name;
    }
}
