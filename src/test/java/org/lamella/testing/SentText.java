package org.lamella.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/** What a request sent: a request tells its body only by publishing it once more. */
final class SentText implements Flow.Subscriber<ByteBuffer> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);

    private SentText() {}

    /** Empty for a request without a body. */
    static Optional<String> of(HttpRequest request) {
        return request.bodyPublisher().map(body -> {
            SentText sent = new SentText();
            body.subscribe(sent);
            return sent.text.getBody().toCompletableFuture().join();
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        text.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        text.onNext(List.of(bytes));
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
