package io.ptmtorrent.normalizer;

import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.wire.RegistrySchemas;
import java.io.IOException;

/** Ids of the schemas that the normalizer writes with, as the registry gave them at the start. */
record WireIds(
        int model,
        int modelUpdate,
        int modelMetrics,
        int detailRequest,
        int statistic,
        int deadLetter,
        int want,
        int artifactRequest,
        int artifactRequestLarge,
        int artifactResult,
        int artifact,
        int answer,
        int packageRecord) {

    /**
     * Asks the registry once.
     *
     * @throws IOException when it cannot be reached, or does not know one of them
     */
    static WireIds of(Topics topics, RegistrySchemas schemas) throws IOException {
        return new WireIds(
                schemas.idOf(topics.models()),
                schemas.idOf(topics.modelUpdates()),
                schemas.idOf(topics.modelMetrics()),
                schemas.idOf(topics.detailRequests()),
                schemas.idOf(topics.statistics()),
                schemas.idOf(topics.deadLetters()),
                schemas.idOf(topics.wants()),
                schemas.idOf(topics.artifactRequests()),
                schemas.idOf(topics.artifactRequestsLarge()),
                schemas.idOf(topics.artifactResults()),
                schemas.idOf(topics.artifacts()),
                schemas.idOf(topics.answers()),
                schemas.idOf(topics.packages()));
    }
}
