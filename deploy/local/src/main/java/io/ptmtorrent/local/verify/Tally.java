package io.ptmtorrent.local.verify;

/**
 * What a pass has seen.
 *
 * @param objects files read
 * @param manifests manifests read
 * @param bytes of both
 * @param wrong objects of other bytes
 * @param missing objects that are not there
 * @param unreadable objects that the store did not give
 * @param place where it stands: the digest or model key up to which all is dealt with; empty before the first
 * @param whole whether it came to its end
 */
public record Tally(
        long objects,
        long manifests,
        long bytes,
        long wrong,
        long missing,
        long unreadable,
        String place,
        boolean whole) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, "", false);

    Tally with(Claim claim, Finding finding) {
        return new Tally(
                objects + (claim.isManifest() ? 0 : 1),
                manifests + (claim.isManifest() ? 1 : 0),
                bytes + finding.bytes(),
                wrong + (finding.condition() == Condition.WRONG ? 1 : 0),
                missing + (finding.condition() == Condition.MISSING ? 1 : 0),
                unreadable + (finding.condition() == Condition.UNREADABLE ? 1 : 0),
                place,
                whole);
    }

    Tally at(String newPlace) {
        return new Tally(objects, manifests, bytes, wrong, missing, unreadable, newPlace, whole);
    }

    Tally ended(boolean atEnd) {
        return new Tally(objects, manifests, bytes, wrong, missing, unreadable, place, atEnd);
    }
}
