package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;

/** Errors as the hub words them: the same message in body and header, and a code only where it has one. */
final class ErrorAnswer {
    private ErrorAnswer() {}

    static Answer of(int status, String code, String message) {
        byte[] body =
                new JsonText().open().name("error").foreign(message).close().bytes();
        Answer answer = Answer.json(status, body);
        return (code.isEmpty() ? answer : answer.with("x-error-code", code)).with("x-error-message", message);
    }

    static Answer missing() {
        return of(401, "", "Invalid username or password.");
    }
}
