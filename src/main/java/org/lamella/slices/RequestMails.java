package org.lamella.slices;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lamella.access.Role;
import org.lamella.accounts.PeopleReader;
import org.lamella.mail.Mail;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;

/** Tells PIs and admins what is asked for, and requesters what has become of it. */
@Component
class RequestMails {
    private static final String KIND = "slice-request";

    private final PeopleReader people;
    private final Post post;
    private final PublicUrl publicUrl;

    RequestMails(PeopleReader people, Post post, PublicUrl publicUrl) {
        this.people = people;
        this.post = post;
        this.publicUrl = publicUrl;
    }

    void asked(RequestedSlice request) {
        toDeciders(request, request.requester() + " asks for the slice " + request.name(), """
                %s asks for the slice %s of the site %s.

                What for: %s

                To approve, reject or ask back: %s
                """.formatted(
                request.requester(), request.name(), request.site(), request.description(), publicUrl.of("/inbox")));
    }

    void answered(RequestedSlice request, String answer) {
        toDeciders(request, request.requester() + " has answered about the slice " + request.name(), """
                %s has answered about the slice %s:

                %s

                To approve, reject or ask back: %s
                """.formatted(
                        request.requester(), request.name(), answer, publicUrl.of("/inbox")));
    }

    void withdrawn(RequestedSlice request) {
        toDeciders(request, "The slice " + request.name() + " is not asked for any more", """
                %s has withdrawn the request for the slice %s. There is nothing to do.
                """.formatted(
                        request.requester(), request.name()));
    }

    void approved(RequestedSlice request, String by) {
        toRequester(request, "Your slice " + request.name() + " is there", """
                %s has approved your request: the slice %s is there, and you are its first member. It lasts two weeks; then \
                renew it.

                Now put it on nodes: %s
                """.formatted(
                        by, request.name(), publicUrl.of("/slices/" + request.name())));
    }

    void rejected(RequestedSlice request, String by, String reason) {
        toRequester(request, "Your request for the slice " + request.name() + " is rejected", """
                %s has rejected your request for the slice %s.

                The reason given: %s
                """.formatted(
                        by, request.name(), reason));
    }

    void askedBack(RequestedSlice request, String by, String question) {
        toRequester(request, "A question about your request for the slice " + request.name(), """
                %s asks about your request for the slice %s:

                %s

                To answer: %s
                """.formatted(
                        by, request.name(), question, publicUrl.of("/slices/requests/" + request.id())));
    }

    private void toDeciders(RequestedSlice request, String subject, String text) {
        Set<String> deciders = new LinkedHashSet<>(people.emailsOf(request.site(), Role.PI));
        deciders.addAll(people.adminEmails());
        post.send(
                deciders, subject, text, new Mail.Kind(KIND, "you are an admin or a PI of the site " + request.site()));
    }

    private void toRequester(RequestedSlice request, String subject, String text) {
        var kind = new Mail.Kind(KIND, "you have asked for the slice " + request.name());
        post.send(List.of(request.requester()), subject, text, kind);
    }
}
