package org.lamella.openapi;

import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lamella.access.Caller;
import org.lamella.web.IfMatch;
import org.lamella.web.Page;
import org.lamella.web.WaitTime;
import org.lamella.web.listing.ListRequest;

/** The parameters behind the types that handlers take: a handler that takes one is called with all of these. */
final class Parameters {
    private static final Parameter CURSOR =
            query("cursor", text(), "The `next` of the page before; the first page without it.");
    private static final Parameter LIMIT = query("limit", number(1, 500), "How many items at most; 100 unless said.");
    private static final Map<Class<?>, List<Parameter>> OF = Map.of(
            Caller.class,
            List.of(),
            Page.Request.class,
            List.of(CURSOR, LIMIT),
            ListRequest.class,
            List.of(
                    query("filter", text(), "Which items: terms such as `site:demo -state:RUNNING expiresAt<3d`."),
                    query("sort", text(), "Fields to sort by, with `-` in front for the other way round."),
                    CURSOR,
                    LIMIT),
            IfMatch.class,
            List.of(header(
                    "If-Match", text(), "The `ETag` of what the caller has seen: 412 when it has changed since.")),
            WaitTime.class,
            List.of(
                    query(
                            "wait",
                            text(),
                            "How long the answer may be held back until there is nothing to wait for: `30s`, 60 seconds at most.")));
    private static final List<Parameter> OF_READS =
            List.of(query("fields", text(), "The names of the fields to answer with, with commas between."));
    /** What every write takes. */
    private static final List<Parameter> OF_WRITES = List.of(
            query("dryRun", typed("boolean"), "With `true` the answer is what it would be, and nothing is done."),
            header(
                    "Idempotency-Key",
                    text(),
                    "Makes a repetition within 24 hours get the first answer and do nothing."));

    private Parameters() {}

    /** Types that are no parameters to springdoc. */
    static Set<Class<?>> types() {
        return OF.keySet();
    }

    static List<Parameter> of(Class<?> type) {
        return OF.getOrDefault(type, List.of());
    }

    static List<Parameter> ofReads() {
        return OF_READS;
    }

    static List<Parameter> ofWrites() {
        return OF_WRITES;
    }

    private static Parameter query(String name, Schema<?> schema, String description) {
        return new Parameter().in("query").name(name).schema(schema).description(description);
    }

    private static Parameter header(String name, Schema<?> schema, String description) {
        return new Parameter().in("header").name(name).schema(schema).description(description);
    }

    static Schema<?> text() {
        return typed("string");
    }

    private static Schema<?> number(int least, int most) {
        return typed("integer").minimum(BigDecimal.valueOf(least)).maximum(BigDecimal.valueOf(most));
    }

    static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>();
        schema.addType(type);
        return schema;
    }
}
