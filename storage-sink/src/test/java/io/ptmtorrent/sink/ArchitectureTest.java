package io.ptmtorrent.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ptmtorrent.sink", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.ptmtorrent.sink.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_WHICH_STORE_IT_IS = noClasses()
            .that()
            .resideOutsideOfPackage("io.ptmtorrent.sink.store")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*\\.(DirectoryStore|S3Store)|software\\.amazon\\..*");

    @ArchTest
    static final ArchRule ONLY_THE_SINK_KNOWS_KAFKA = noClasses()
            .that()
            .resideInAnyPackage("io.ptmtorrent.sink.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.ptmtorrent.contract..");

    @ArchTest
    static final ArchRule STORES_KNOW_NO_NETWORK = noClasses()
            .that()
            .resideInAPackage("io.ptmtorrent.sink.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "io.ptmtorrent.http..");
}
