package org.lamella.testing;

import org.springframework.core.env.Environment;

/** Opens browsers on the pages. */
public final class Browsers {
    private final Environment environment;
    private final Rest rest;

    Browsers(Environment environment, Rest rest) {
        this.environment = environment;
        this.rest = rest;
    }

    /** One that nobody has signed in with. */
    public Browser open() {
        return new Browser("http://localhost:" + environment.getRequiredProperty("local.server.port"));
    }

    public Browser signedIn() {
        Browser browser = open();
        browser.signIn(signInCode());
        return browser;
    }

    /** A fresh one-time code of the first admin. */
    public String signInCode() {
        return signInCode(rest);
    }

    /** A fresh one-time code of whoever the script belongs to. */
    static String signInCode(Rest rest) {
        String url = rest.post("/api/v1/sign-in-links").json().path("url").stringValue();
        return url.substring(url.indexOf("code=") + "code=".length());
    }
}
