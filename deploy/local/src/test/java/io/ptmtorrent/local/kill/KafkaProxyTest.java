package io.ptmtorrent.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaProxyTest {
    @ParameterizedTest
    @ValueSource(shorts = {0, 3, 5})
    void readsWhoseTransactionEnds(short version) {
        // given a request as Kafka's own client writes it
        EndTxnRequestData data = new EndTxnRequestData()
                .setTransactionalId("ptm.crawl-huggingface")
                .setProducerId(7)
                .setProducerEpoch((short) 1)
                .setCommitted(true);
        EndTxnRequest request = new EndTxnRequest.Builder(data, true, version >= 5).build(version);
        RequestHeader header = new RequestHeader(request.apiKey(), version, "crawler-1", 3);

        // when
        KafkaProxy.Request head = KafkaProxy.head(
                ByteBuffer.wrap(request.serializeWithHeader(header).array()));

        // then
        assertThat(head).isEqualTo(new KafkaProxy.Request(KafkaProxy.END_TXN, "crawler-1", "ptm.crawl-huggingface"));
    }

    @Test
    void readsTheHeadOfAnyOtherRequest() {
        // given
        short version = 12;
        MetadataRequest request = new MetadataRequest(new MetadataRequestData(), version);
        RequestHeader header = new RequestHeader(request.apiKey(), version, null, 3);

        // when
        KafkaProxy.Request head = KafkaProxy.head(
                ByteBuffer.wrap(request.serializeWithHeader(header).array()));

        // then
        assertThat(head.apiKey()).isEqualTo((short) 3);
        assertThat(head.transactionalId()).isEmpty();
    }
}
