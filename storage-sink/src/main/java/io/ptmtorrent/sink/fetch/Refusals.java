package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.nio.charset.StandardCharsets;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What an answer without the file means.
 *
 * <p>Hugging Face is told by code and message, not by 401 against 403: {@code X-Error-Code: GatedRepo} is the same with
 * and without a token, and what is missing or private is a 401 (its clients and answers, August 2026). A host that it
 * signs URLs for has no say about gates: its 403 is about the signature and its time, and the next URL is a new one.
 */
final class Refusals {
    private static final String DISABLED = "Access to this resource is disabled";
    private static final int TEXT_BYTES = 4096;
    private static final int TEXT_CHARS = 300;

    private Refusals() {}

    /**
     * Reads and closes an answer that is neither the file nor a redirect that leads on.
     *
     * @param strayed whether another host than the hub's own gave it
     */
    static Fetched of(Response response, boolean strayed) {
        int status = response.code();
        String code = response.header("X-Error-Code");
        String text = text(response);
        String message = SafeUrl.redact(response.request().url()) + " answered " + status
                + (code == null ? "" : " " + code) + (text.isEmpty() ? "" : ": " + text);
        if (strayed && status == 403) {
            return new Fetched.Later(FileReason.HUB_ERROR, message, 0, null);
        }
        boolean gone = status == 404 || status == 410;
        if (status == 401 || status == 403 || status == 451) {
            return Fetched.Failed.because(denied(code, text), message);
        }
        if (gone) {
            return Fetched.Failed.because(FileReason.NOT_FOUND, message);
        }
        boolean ourFault = status >= 400 && status < 500 && status != 408 && status != 425;
        return ourFault
                ? Fetched.Failed.because(FileReason.BAD_REQUEST, message)
                : new Fetched.Later(FileReason.HUB_ERROR, message, 0, null);
    }

    /** What was not sent, or led nowhere. */
    static Fetched of(RefusedRequestException refused) {
        FileReason reason = switch (refused.reason()) {
            case PRIVATE_ADDRESS -> FileReason.REFUSED_ADDRESS;
            case USER_INFO -> FileReason.BAD_REQUEST;
            case BAD_LOCATION, REDIRECT_LOOP, TOO_MANY_REDIRECTS -> FileReason.BAD_REDIRECT;
        };
        return Fetched.Failed.because(reason, String.valueOf(refused.getMessage()));
    }

    private static FileReason denied(@Nullable String code, String text) {
        if ("GatedRepo".equals(code)) {
            return FileReason.GATED;
        }
        return text.contains(DISABLED) ? FileReason.DISABLED : FileReason.FORBIDDEN;
    }

    private static String text(Response response) {
        String header = response.header("X-Error-Message");
        ByteString body = switch (BoundedBody.read(response, TEXT_BYTES)) {
            case BoundedBody.Whole whole -> whole.bytes();
            case BoundedBody.TooLong tooLong -> tooLong.head();
            case BoundedBody.Broken broken -> broken.head();
        };
        String text = header == null ? body.string(StandardCharsets.UTF_8) : header;
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.substring(0, Math.min(line.length(), TEXT_CHARS));
    }

    /**
     * What stands there now; where its report says that it is not to be kept it goes again, unless it stood there before.
     *
     * @param there whether the object was there before this answer
     */
    static Fetched unlessDangerous(Inspections inspections, ObjectStore store, boolean there, Fetched.Stored stored)
            throws StoreException {
        Inspection report = stored.inspection();
        if (report == null || !inspections.refuses(report)) {
            return stored;
        }
        if (!there) {
            store.delete(stored.key());
        }
        InspectionFinding worst = report.getFindings().getFirst();
        String message = stored.key() + " is not kept: " + worst.getRule() + ": " + worst.getDetail();
        return new Fetched.Failed(FileReason.DANGEROUS, message, stored.bytes(), null);
    }
}
