package org.lamella.web.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.lamella.web.ProblemWriter;
import org.lamella.web.whole.RememberedAnswers.Claim;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Does what is asked once, and answers every repetition with the first success. The change and its answer commit together,
 * so whoever is ended between the two has done either both or nothing.
 *
 * <p>The database makes it right; the locks here only keep a crowd of twins from taking every connection of the pool to
 * wait for each other.
 */
@Component
class OnceOnly {
    private final OneTransaction transaction;
    private final RememberedAnswers answers;
    private final ProblemWriter problems;
    /** A request takes one of them, by its key; two that share one wait without need, which harms nobody. */
    private final Lock[] twins = Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new);

    OnceOnly(OneTransaction transaction, RememberedAnswers answers, ProblemWriter problems) {
        this.transaction = transaction;
        this.answers = answers;
        this.problems = problems;
    }

    void serve(Asked asked, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Lock lock = twins[Math.floorMod(asked.key().hashCode(), twins.length)];
        if (!taken(lock)) {
            busy(response);
            return;
        }
        ContentCachingResponseWrapper answer;
        try {
            answer = transaction.run(response, held -> answered(asked, request, held, chain));
        } finally {
            lock.unlock();
        }
        answer.copyBodyToResponse();
    }

    private boolean answered(
            Asked asked, HttpServletRequest request, ContentCachingResponseWrapper answer, FilterChain chain)
            throws IOException, ServletException {
        switch (answers.claim(asked)) {
            case Claim.Ours ours -> {
                chain.doFilter(request, answer);
                if (OneTransaction.isSuccess(answer)) {
                    answers.keep(asked, Answer.of(answer));
                    return true;
                }
            }
            case Claim.Answered answered -> {
                answer.setHeader("Idempotent-Replayed", "true");
                answered.answer().write(answer);
            }
            case Claim.Reused reused ->
                problems.write(
                        answer,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "key-reused",
                        "this " + Asked.HEADER + " came with another request in the last 24 hours;"
                                + " take a new key for a new request");
            case Claim.Busy busy -> busy(answer);
        }
        return false;
    }

    private void busy(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        problems.write(
                response,
                HttpStatus.CONFLICT,
                "still-running",
                "the same request is still being done; ask again with the same key to hear how it ended");
    }

    private static boolean taken(Lock lock) {
        try {
            return lock.tryLock(RememberedAnswers.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
