package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "507, InsufficientStorage, true",
        "507, , true",
        "403, QuotaExceeded, true",
        "507, XMinioStorageFull, true",
        "403, AccessDenied, false",
        "503, SlowDown, false"
    })
    void tellsAFullBucket(int status, @Nullable String code, boolean full) {
        // when
        StoreException failure = S3Failures.about("put x", failure(status, code));

        // then
        assertThat(failure instanceof NoSpaceException).isEqualTo(full);
        assertThat(failure).hasMessageStartingWith("could not put x: ");
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThat(S3Failures.isAbsence(failure(404, "NoSuchKey"))).isTrue();
        assertThat(S3Failures.isAbsence(failure(404, null))).isTrue();
        assertThat(S3Failures.isAbsence(failure(403, "AccessDenied"))).isFalse();
        assertThat(S3Failures.isAbsence(SdkClientException.create("no way to the server")))
                .isFalse();
    }

    private static S3Exception failure(int status, @Nullable String code) {
        S3Exception.Builder builder = S3Exception.builder();
        builder.statusCode(status).message("said the server");
        if (code != null) {
            builder.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
        }
        return (S3Exception) builder.build();
    }
}
