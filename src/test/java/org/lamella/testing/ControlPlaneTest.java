package org.lamella.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.database.DatabaseTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * The whole control plane on free ports and a real PostgreSQL, with a first admin, the site {@code demo}, and a {@link
 * SettableClock}. All classes with this annotation share one application context; every test begins without nodes,
 * slices, sessions and audit rows.
 *
 * <p>To be injected: {@link Rest} for the API, {@link Browsers} for the pages, {@code Agents} for the nodes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "lamella.secret=" + ControlPlaneTest.SECRET,
            "lamella.agents.port=0",
            "lamella.agents.send-again=1s",
            "lamella.agents.session-patience=5s",
            "springdoc.default-produces-media-type=application/json",
            "springdoc.paths-to-match=/api/**",
            "springdoc.override-with-generic-response=false",
            "springdoc.writer-with-order-by-keys=true"
        })
@DatabaseTest
@Import(ControlPlaneUnderTest.class)
@ExtendWith(CleanControlPlane.class)
public @interface ControlPlaneTest {
    /** 32 bytes that are no secret at all. */
    String SECRET = "b25seSBmb3IgdGVzdHMsIDMyIGJ5dGVzLCBubyBzZWNyZXQ=";
}
