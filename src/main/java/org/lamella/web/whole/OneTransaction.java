package org.lamella.web.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.lamella.web.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Serves a request within one transaction. The answer is sent when the transaction has ended, as its end allows. */
@Component
class OneTransaction {
    private final JoiningTransactions transactions;
    private final ProblemWriter problems;

    OneTransaction(JoiningTransactions transactions, ProblemWriter problems) {
        this.transactions = transactions;
        this.problems = problems;
    }

    /** What is done within the transaction. */
    interface Work {
        /** @return whether what was done is to stay */
        boolean in(ContentCachingResponseWrapper answer) throws IOException, ServletException;
    }

    /** Answers as if the request had been served, and leaves nothing of it. */
    void tryOut(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        run(response, answer -> {
                    chain.doFilter(request, answer);
                    return false;
                })
                .copyBodyToResponse();
    }

    /** @return the answer, not sent yet */
    ContentCachingResponseWrapper run(HttpServletResponse response, Work work) throws IOException, ServletException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        TransactionStatus status = transactions.beginForRequest();
        boolean stays = false;
        boolean broken = false;
        try {
            stays = work.in(answer);
            broken = status.isRollbackOnly() && isSuccess(answer);
        } finally {
            if (!stays || broken) {
                transactions.rollback(status);
            }
        }
        if (broken) {
            refuse(answer);
        } else if (stays) {
            transactions.commit(status);
        }
        return answer;
    }

    static boolean isSuccess(HttpServletResponse answer) {
        return answer.getStatus() < HttpStatus.BAD_REQUEST.value();
    }

    /** A handler that does several things, each for itself, has gone on after one was refused. */
    private void refuse(ContentCachingResponseWrapper answer) throws IOException {
        answer.resetBuffer();
        answer.setHeader(HttpHeaders.LOCATION, null);
        answer.setHeader(HttpHeaders.ETAG, null);
        problems.write(
                answer,
                HttpStatus.UNPROCESSABLE_CONTENT,
                "partly-refused",
                "a part of this was refused, and with Idempotency-Key or dryRun it is done as a whole or not at all:"
                        + " nothing was done; ask for the parts one by one, or without the two");
    }
}
