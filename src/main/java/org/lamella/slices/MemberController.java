package org.lamella.slices;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.Members.Member;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/slices/{name}/members")
class MemberController {
    private final SliceEdits edits;
    private final SliceAccess access;
    private final Members members;

    record NewMember(String email) {}

    MemberController(SliceEdits edits, SliceAccess access, Members members) {
        this.edits = edits;
        this.access = access;
        this.members = members;
    }

    /** All of them: there is never a second page. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<Member> list(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return new Page<>(members.of(name), null);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Page<Member> add(Caller caller, @PathVariable String name, @RequestBody @Body(NewMember.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String email = fields.text("email").orElse("").strip();
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        edits.addMember(caller, name, email);
        return new Page<>(members.of(name), null);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{email}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String name, @PathVariable String email) {
        edits.removeMember(caller, name, email);
    }
}
