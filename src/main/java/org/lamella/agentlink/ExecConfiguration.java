package org.lamella.agentlink;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.CallerToken;
import org.lamella.access.Forbidden;
import org.lamella.access.Scope;
import org.lamella.slivers.SliverAccess;
import org.lamella.web.NoSuchThing;
import org.lamella.web.ProblemWriter;
import org.lamella.web.PublicUrl;
import org.lamella.web.StateConflict;
import org.lamella.web.Unavailable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** Puts {@link ExecSocket} at its address, and refuses with a problem document before the upgrade where it can. */
@Configuration
@EnableWebSocket
class ExecConfiguration implements WebSocketConfigurer {
    private static final int LARGEST_MESSAGE = 64 * 1024;

    private final ExecSocket socket;
    private final ExecSessions sessions;
    private final SliverAccess slivers;
    private final ProblemWriter problems;
    private final PublicUrl publicUrl;

    ExecConfiguration(
            ExecSocket socket,
            ExecSessions sessions,
            SliverAccess slivers,
            ProblemWriter problems,
            PublicUrl publicUrl) {
        this.socket = socket;
        this.sessions = sessions;
        this.slivers = slivers;
        this.problems = problems;
        this.publicUrl = publicUrl;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(socket, ExecTarget.ADDRESS).addInterceptors(new RefuseEarly());
        // After its own interceptors a handler has one that refuses what comes from a page of another origin than
        // these.
        registry.addHandler(socket, ExecTarget.PAGE_ADDRESS)
                .addInterceptors(new RefuseEarly())
                .setAllowedOrigins(origin(publicUrl.publicUrl()));
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    @Bean
    static ServletServerContainerFactoryBean webSocketContainer() {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxBinaryMessageBufferSize(LARGEST_MESSAGE);
        container.setMaxTextMessageBufferSize(LARGEST_MESSAGE);
        return container;
    }

    private final class RefuseEarly implements HandshakeInterceptor {
        @Override
        public boolean beforeHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                Map<String, Object> attributes)
                throws Exception {
            ExecTarget target = ExecTarget.of(request.getURI());
            try {
                Caller caller = caller(request);
                if (target.page()) {
                    return isFromAPage(request, response, caller, target);
                }
                slivers.requireRunning(caller, target.slice(), target.node());
                sessions.requireConnected(target.node());
                return true;
            } catch (Forbidden forbidden) {
                refuse(response, HttpStatus.FORBIDDEN, "forbidden", forbidden);
            } catch (NoSuchThing missing) {
                refuse(response, HttpStatus.NOT_FOUND, "not-found", missing);
            } catch (StateConflict conflict) {
                refuse(response, HttpStatus.CONFLICT, "state-conflict", conflict);
            } catch (Unavailable unavailable) {
                refuse(response, HttpStatus.SERVICE_UNAVAILABLE, "unavailable", unavailable);
            }
            return false;
        }

        /**
         * A browser sends its session's cookie along, whoever's page it shows: only the origin tells them apart, so there
         * must be one. And it shows no page why it was refused: what may change by itself is said over the socket.
         */
        private boolean isFromAPage(
                ServerHttpRequest request, ServerHttpResponse response, Caller caller, ExecTarget target)
                throws IOException {
            slivers.requireVisible(caller, target.slice(), target.node());
            if (request.getHeaders().getOrigin() == null) {
                refuse(response, HttpStatus.BAD_REQUEST, "no-origin", new Forbidden("a page sends its Origin along"));
                return false;
            }
            return true;
        }

        /** No handler's gate stands before a WebSocket, so what it would ask is asked here. */
        private static Caller caller(ServerHttpRequest request) {
            if (!(request.getPrincipal() instanceof CallerToken token)) {
                throw new Forbidden("sign in first");
            }
            Caller caller = token.getPrincipal();
            caller.requireScope(Scope.SLICES);
            return caller;
        }

        private void refuse(ServerHttpResponse response, HttpStatus status, String type, RuntimeException why)
                throws IOException {
            var servlet = ((ServletServerHttpResponse) response).getServletResponse();
            problems.write(servlet, status, type, why.getMessage());
        }

        @Override
        public void afterHandshake(
                ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler, Exception failure) {}
    }
}
