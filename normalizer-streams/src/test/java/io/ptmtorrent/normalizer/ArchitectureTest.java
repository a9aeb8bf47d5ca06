package io.ptmtorrent.normalizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ptmtorrent.normalizer");

    @Test
    void parsingAndEnrichingTouchNoKafkaNoHttpNoFilesAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("..normalizer.parse..", "..normalizer.enrich..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "io.confluent..", "okhttp3..", "java.net.http..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(classes);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.ptmtorrent.(normalizer..)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }
}
