package org.lamella.web.events;

import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.outbox.OutboxLog;
import org.lamella.outbox.Position;
import org.lamella.web.EventAudiences;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class EventController {
    private final OutboxLog log;
    private final EventAudiences audiences;
    private final OpenStreams open;

    EventController(OutboxLog log, EventAudiences audiences, OpenStreams open) {
        this.log = log;
        this.audiences = audiences;
        this.open = open;
    }

    /**
     * Every change that the caller may hear of, from now on or from where it was. The header wins: a client that comes back
     * by itself sends it, and still has the parameter in its address.
     */
    @Permitted(To.SIGNED_IN)
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> events(
            Caller caller,
            @RequestHeader(name = "Last-Event-ID") Optional<String> lastHeard,
            @RequestParam(name = "lastEventId") Optional<String> lastEventId) {
        Optional<Position> from = lastHeard
                .map(text -> position("Last-Event-ID", text))
                .or(() -> lastEventId.map(text -> position("lastEventId", text)));
        EventStream stream = new EventStream(caller, from.orElseGet(log::now), log, audiences);
        open.begin(stream);
        return ResponseEntity.ok().header("X-Accel-Buffering", "no").body(stream.emitter());
    }

    private static Position position(String field, String text) {
        return Position.parse(text)
                .orElseThrow(() -> new InvalidInput(
                        List.of(FieldError.invalid(field, "must be the id of an event of this stream, not " + text))));
    }
}
