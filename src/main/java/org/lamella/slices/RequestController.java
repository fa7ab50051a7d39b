package org.lamella.slices;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.images.Images;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.Reason;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/slice-requests")
class RequestController {
    private final RequestedSlices requests;
    private final RequestService service;

    record NewRequest(
            String name,
            @Nullable String image,
            @Nullable String description,
            @Nullable String url) {}

    record Question(String question) {}

    record Answer(String answer) {}

    RequestController(RequestedSlices requests, RequestService service) {
        this.requests = requests;
        this.service = service;
    }

    /** Those of the caller and those that the caller can decide about, the oldest first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<RequestedSlice> list(Caller caller, @RequestParam Optional<String> state, ListRequest request) {
        Set<RequestState> only = state.map(RequestController::states).orElse(EnumSet.allOf(RequestState.class));
        return requests.list(caller, only, request);
    }

    /** One state by its name, or {@code open}: all that are not decided. */
    private static Set<RequestState> states(String text) {
        Set<RequestState> states = Stream.of(RequestState.values())
                .filter(state -> text.equalsIgnoreCase("open")
                        ? state.isOpen()
                        : state.name().equalsIgnoreCase(text))
                .collect(Collectors.toSet());
        if (states.isEmpty()) {
            throw new InvalidInput(List.of(
                    FieldError.invalid("state", "there is open, " + List.of(RequestState.values()) + ", not " + text)));
        }
        return states;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{id}")
    RequestedSlice show(Caller caller, @PathVariable long id) {
        return requests.get(caller, id);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<RequestedSlice> ask(Caller caller, @RequestBody @Body(NewRequest.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        var wanted = new SliceRequest(
                fields.text("name").orElse(""),
                fields.text("image").orElse(Images.DEFAULT),
                fields.text("description").orElse(""),
                fields.text("url").orElse(""),
                Placement.NOWHERE);
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        RequestedSlice request = service.ask(caller, wanted);
        return ResponseEntity.created(URI.create("/api/v1/slice-requests/" + request.id()))
                .body(request);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/approval")
    RequestedSlice approve(Caller caller, @PathVariable long id) {
        service.approve(caller, id);
        return requests.get(caller, id);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/rejection")
    RequestedSlice reject(Caller caller, @PathVariable long id, @RequestBody @Body(Reason.class) JsonNode body) {
        service.reject(caller, id, words(body, "reason"));
        return requests.get(caller, id);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/question")
    RequestedSlice askBack(Caller caller, @PathVariable long id, @RequestBody @Body(Question.class) JsonNode body) {
        service.askBack(caller, id, words(body, "question"));
        return requests.get(caller, id);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/answer")
    RequestedSlice answer(Caller caller, @PathVariable long id, @RequestBody @Body(Answer.class) JsonNode body) {
        service.answer(caller, id, words(body, "answer"));
        return requests.get(caller, id);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/withdrawal")
    RequestedSlice withdraw(Caller caller, @PathVariable long id) {
        service.withdraw(caller, id);
        return requests.get(caller, id);
    }

    private static String words(JsonNode body, String field) {
        JsonFields fields = JsonFields.of(body);
        String words = fields.text(field).orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return words.strip();
    }
}
