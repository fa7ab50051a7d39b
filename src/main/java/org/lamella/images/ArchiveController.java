package org.lamella.images;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Streamed;
import org.lamella.web.StreamedBodies;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(StreamedBodies.ARCHIVES)
class ArchiveController {
    private final Archives archives;

    ArchiveController(Archives archives) {
        this.archives = archives;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{digest}")
    Archive show(@PathVariable String digest) {
        return archives.find(digest).orElseThrow(() -> new NoSuchThing("image archive", digest));
    }

    /**
     * Brings an archive: the body is a tar, compressed or not, of a root file system or of a folder in OCI layout. It is kept by
     * its digest, so bringing it twice is as good as once; one that no image leads to goes after a day.
     *
     * @param digest {@code sha256:…} that it must have
     */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<Archive> bring(
            Caller caller, @RequestParam(defaultValue = "") String digest, @Streamed HttpServletRequest request)
            throws IOException {
        if (StreamedBodies.asksForMore(request)) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "dryRun",
                    "an upload is not tried out, and needs no Idempotency-Key: the same archive twice is the same")));
        }
        Archive archive = archives.take(caller, request.getInputStream(), request.getContentLengthLong(), digest);
        return ResponseEntity.created(URI.create(StreamedBodies.ARCHIVES + "/" + archive.digest()))
                .body(archive);
    }
}
