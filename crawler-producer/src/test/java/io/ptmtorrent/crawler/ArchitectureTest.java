package io.ptmtorrent.crawler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ptmtorrent.crawler", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule HUBS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("..crawler.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.ptmtorrent.contract..", "io.ptmtorrent.crawler.wire..");

    @ArchTest
    static final ArchRule HUBS_IGNORE_EACH_OTHER = slices().matching("..crawler.hub.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.ptmtorrent.crawler.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_HUB_HTTP_BUILDS_CLIENTS =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("okhttp3.OkHttpClient$Builder");
}
