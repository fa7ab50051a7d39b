package org.lamella.agentlink;

import java.util.List;
import java.util.regex.Pattern;
import org.lamella.protocol.TerminalSize;
import org.lamella.web.FieldError;
import org.lamella.web.JsonFields;

/**
 * The terminal that a command gets instead of three pipes.
 *
 * @param type what becomes TERM in the command's environment
 */
record ExecTerminal(String type, Size size) {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    /**
     * How much it shows, in characters.
     *
     * @param columns 1–{@value #MOST}
     * @param rows likewise
     */
    record Size(int columns, int rows) {
        private static final int MOST = 10_000;

        TerminalSize wire() {
            return TerminalSize.newBuilder().setColumns(columns).setRows(rows).build();
        }

        /** @param errors gets what is wrong with it */
        static Size read(JsonFields fields, String prefix, List<FieldError> errors) {
            return new Size(
                    side(fields.integer("columns").orElse(0), prefix + "columns", errors),
                    side(fields.integer("rows").orElse(0), prefix + "rows", errors));
        }

        private static int side(int length, String field, List<FieldError> errors) {
            if (length < 1 || length > MOST) {
                errors.add(FieldError.invalid(field, "must be from 1 to " + MOST + ", not " + length));
            }
            return length;
        }
    }

    /** @param errors gets what is wrong with it */
    static ExecTerminal read(JsonFields fields, List<FieldError> errors) {
        String type = fields.text("type").orElse("xterm-256color");
        if (!TYPE.matcher(type).matches()) {
            errors.add(FieldError.invalid("terminal.type", "\"" + type + "\" is no type of terminal"));
        }
        Size size = Size.read(fields, "terminal.", errors);
        fields.refuseOthers();
        return new ExecTerminal(type, size);
    }
}
