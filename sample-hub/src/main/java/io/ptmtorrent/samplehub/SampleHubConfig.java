package io.ptmtorrent.samplehub;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a sample hub is made and where it listens; wrong values are an IllegalArgumentException.
 *
 * @param seed the same seed is the same hub, byte for byte
 * @param models how many it has at step 0
 * @param step days that its clock stands after the base day, 2026-10-01; at most 365
 * @param apiPort on 127.0.0.1, 0 for a free one
 * @param cdnPort the same, for the bytes of large files
 * @param faults what goes wrong with the listing, trees and files
 * @param tokenForGated the token that opens gated models; null: there is none, and every token is a good one
 * @param quota requests a window in each bucket
 * @param windowSeconds length of a window, in real time
 * @param publicUrl what the hub calls itself in Link headers, without a slash at the end
 */
public record SampleHubConfig(
        long seed,
        int models,
        int step,
        int apiPort,
        int cdnPort,
        Faults faults,
        @Nullable String tokenForGated,
        int quota,
        int windowSeconds,
        String publicUrl) {
    /** A token that is good but opens no gated model, where {@link #tokenForGated} is set. */
    public static final String PLAIN_TOKEN = "hf_sample_plain";

    private static final int LAST_STEP = 365;
    private static final int LAST_PORT = 65_535;
    private static final int MOST_MODELS = 10_000_000;

    /** Checks every value. */
    public SampleHubConfig {
        within("models", models, 0, MOST_MODELS);
        within("step", step, 0, LAST_STEP);
        within("apiPort", apiPort, 0, LAST_PORT);
        within("cdnPort", cdnPort, 0, LAST_PORT);
        within("quota", quota, 1, Integer.MAX_VALUE);
        within("windowSeconds", windowSeconds, 1, 86_400);
        if (!URI.create(publicUrl).isAbsolute() || publicUrl.endsWith("/")) {
            throw new IllegalArgumentException(
                    "publicUrl: " + publicUrl + ", an absolute URL without a slash at the end is needed");
        }
        if (tokenForGated != null && tokenForGated.isBlank()) {
            throw new IllegalArgumentException("tokenForGated: blank, a token or none is allowed");
        }
    }

    /** 2,000 models of seed 1 on free ports, nothing wrong, and a quota that no test reaches. */
    public static SampleHubConfig defaults() {
        return new SampleHubConfig(1, 2_000, 0, 0, 0, Faults.none(), null, 100_000, 300, "https://huggingface.co");
    }

    /** With another seed. */
    public SampleHubConfig withSeed(long value) {
        return new SampleHubConfig(
                value, models, step, apiPort, cdnPort, faults, tokenForGated, quota, windowSeconds, publicUrl);
    }

    /** With another number of models at step 0. */
    public SampleHubConfig withModels(int value) {
        return new SampleHubConfig(
                seed, value, step, apiPort, cdnPort, faults, tokenForGated, quota, windowSeconds, publicUrl);
    }

    /** At another step. */
    public SampleHubConfig withStep(int value) {
        return new SampleHubConfig(
                seed, models, value, apiPort, cdnPort, faults, tokenForGated, quota, windowSeconds, publicUrl);
    }

    /** On other ports. */
    public SampleHubConfig withPorts(int api, int cdn) {
        return new SampleHubConfig(
                seed, models, step, api, cdn, faults, tokenForGated, quota, windowSeconds, publicUrl);
    }

    /** With other faults. */
    public SampleHubConfig withFaults(Faults value) {
        return new SampleHubConfig(
                seed, models, step, apiPort, cdnPort, value, tokenForGated, quota, windowSeconds, publicUrl);
    }

    /** With another token that opens gated models; null for none. */
    public SampleHubConfig withTokenForGated(@Nullable String value) {
        return new SampleHubConfig(
                seed, models, step, apiPort, cdnPort, faults, value, quota, windowSeconds, publicUrl);
    }

    /** With another quota a window. */
    public SampleHubConfig withQuota(int requests, int seconds) {
        return new SampleHubConfig(
                seed, models, step, apiPort, cdnPort, faults, tokenForGated, requests, seconds, publicUrl);
    }

    /** Under another public URL. */
    public SampleHubConfig withPublicUrl(String value) {
        return new SampleHubConfig(
                seed, models, step, apiPort, cdnPort, faults, tokenForGated, quota, windowSeconds, value);
    }

    @Override
    public String toString() {
        return "SampleHubConfig[seed=" + seed + ", models=" + models + ", step=" + step + ", apiPort=" + apiPort
                + ", cdnPort=" + cdnPort + ", faults=" + faults + ", tokenForGated="
                + (tokenForGated == null ? "none" : "set") + ", quota=" + quota + ", windowSeconds=" + windowSeconds
                + ", publicUrl=" + publicUrl + "]";
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": " + value + ", from " + least + " to " + most + " is allowed");
        }
    }
}
