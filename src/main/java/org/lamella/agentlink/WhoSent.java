package org.lamella.agentlink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.nodes.NodeViews;
import org.lamella.protocol.Question;
import org.lamella.protocol.Sender;
import org.lamella.protocol.WhoSentQuestion;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Component;

/** Asks a node which slice sent a packet. For those who look after the node; that somebody asked is in the trail. */
@Component
class WhoSent {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final int HIGHEST_PORT = 65_535;
    private static final Duration SLACK = Duration.ofSeconds(60);

    private final NodeQuestions questions;
    private final NodeViews nodes;
    private final WhoSentAudit audit;
    private final Clock clock;

    /**
     * A connection by which the packet can have been sent.
     *
     * @param protocol {@code tcp}, {@code udp}, {@code icmp} and others
     * @param own address and port of the sliver itself
     * @param seen the same as the other side saw it
     * @param until null while the connection goes on
     */
    record Sending(
            String slice,
            String protocol,
            String own,
            String seen,
            String other,
            Instant from,
            @Nullable Instant until) {}

    WhoSent(NodeQuestions questions, NodeViews nodes, WhoSentAudit audit, Clock clock) {
        this.questions = questions;
        this.nodes = nodes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws NoSuchThing when there is no such node
     * @throws Forbidden when the caller does not look after it
     */
    void requireMay(Caller caller, String node) {
        String site = nodes.get(node).site();
        if (!caller.looksAfterNodesOf(site)) {
            throw new Forbidden(
                    "only a PI or a tech of " + site + " or an admin may ask which slice sent a packet from " + node);
        }
    }

    /**
     * Blocks until the node has answered.
     *
     * @param port empty: any
     * @param at when it came; empty: now
     * @return the newest connection first, at most 200
     * @throws InvalidInput with everything that is wrong
     * @throws Unavailable when the node does not answer
     */
    List<Sending> ask(Caller caller, String node, String address, String port, String at) {
        requireMay(caller, node);
        List<FieldError> errors = new ArrayList<>();
        if (!ADDRESS.matcher(address).matches()) {
            errors.add(FieldError.invalid("address", "must be an IPv4 address, not “" + address + "”"));
        }
        int number = port.isBlank() ? 0 : port(port.strip(), errors);
        Instant when = at.isBlank() ? clock.instant() : time(at.strip(), errors);
        InvalidInput.throwIfAny(errors);
        WhoSentQuestion question = WhoSentQuestion.newBuilder()
                .setAddress(address)
                .setPort(number)
                .setAtMillis(when.toEpochMilli())
                .setSlackMillis((int) SLACK.toMillis())
                .build();
        audit.asked(node, address + ":" + number + " at " + when);
        return questions.ask(node, Question.newBuilder().setWhoSent(question)).getSenders().getSendersList().stream()
                .map(WhoSent::sending)
                .toList();
    }

    private static int port(String text, List<FieldError> errors) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            errors.add(FieldError.invalid("port", "must be 1 to " + HIGHEST_PORT + ", not “" + text + "”"));
        }
        return port;
    }

    private Instant time(String text, List<FieldError> errors) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            errors.add(FieldError.invalid("at", "must be a time such as 2026-11-23T14:00:00Z, not “" + text + "”"));
            return clock.instant();
        }
    }

    private static Sending sending(Sender sender) {
        return new Sending(
                WireFormat.text(sender.getSlice()),
                WireFormat.text(sender.getProtocol()),
                WireFormat.text(sender.getOwn()),
                WireFormat.text(sender.getSeen()),
                WireFormat.text(sender.getOther()),
                Instant.ofEpochMilli(sender.getFromMillis()),
                sender.getUntilMillis() == 0 ? null : Instant.ofEpochMilli(sender.getUntilMillis()));
    }
}
