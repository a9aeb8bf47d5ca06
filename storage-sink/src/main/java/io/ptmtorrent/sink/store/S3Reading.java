package io.ptmtorrent.sink.store;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's bytes as they come; who stops before their end drops the connection instead of reading on. */
final class S3Reading extends FilterInputStream {
    private final String name;
    private final ResponseInputStream<GetObjectResponse> answer;
    private boolean ended;

    S3Reading(String name, ResponseInputStream<GetObjectResponse> answer) {
        super(answer);
        this.name = name;
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            int read = answer.read(into, from, length);
            ended = read < 0;
            return read;
        } catch (SdkException e) {
            throw S3Failures.about("read " + name, e);
        } catch (IOException e) {
            throw StoreException.about("read " + name, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            answer.close();
        } else {
            answer.abort();
        }
    }
}
