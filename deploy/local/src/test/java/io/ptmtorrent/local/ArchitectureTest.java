package io.ptmtorrent.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.ptmtorrent.crawler.hub.Hubs;
import okhttp3.OkHttpClient;

/** The few rules that keep the rooms apart; this module sees all others. */
@AnalyzeClasses(packages = "io.ptmtorrent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyHubHttpBuildsAClient = noClasses()
            .that()
            .resideOutsideOfPackage("io.ptmtorrent.http..")
            .should()
            .callConstructor(OkHttpClient.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(OkHttpClient.Builder.class)
            .because("guards, tokens and pace hold for every request only where there is one client");

    @ArchTest
    static final ArchRule hubsKnowNoKafka = noClasses()
            .that()
            .resideInAPackage("io.ptmtorrent.crawler.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.confluent..", "io.ptmtorrent.contract..")
            .because("a hub is its URLs, its paging and where its fields lie");

    @ArchTest
    static final ArchRule hubsIgnoreEachOther = slices().matching("io.ptmtorrent.crawler.hub.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a forge supplies only its differences");

    @ArchTest
    static final ArchRule parsersArePure = noClasses()
            .that()
            .resideInAnyPackage("io.ptmtorrent.normalizer.parse..", "io.ptmtorrent.normalizer.enrich..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "okhttp3..",
                    "io.ptmtorrent.http..",
                    "java.net.http..",
                    "java.nio.file..",
                    "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.io.File.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a replay must give the same Model")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theReaderOfTheCatalogueAsksNoHub = noClasses()
            .that()
            .resideInAPackage("io.ptmtorrent.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ptmtorrent.crawler..", "io.ptmtorrent.http..", "io.ptmtorrent.normalizer..")
            .because("it knows what the topics say and nothing else");

    @ArchTest
    static final ArchRule onlyTheCommandStartsABroker = classes()
            .that()
            .resideInAPackage("io.ptmtorrent.embedded..")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.ptmtorrent.embedded..", "io.ptmtorrent.local..")
            .because("services take a cluster's addresses and know no broker of their own");

    @ArchTest
    static final ArchRule noPackageCycles = slices().matching("io.ptmtorrent.(**)")
            .should()
            .beFreeOfCycles()
            // The plain list of hubs lies beside the interface that they all implement.
            .ignoreDependency(
                    JavaClass.Predicates.equivalentTo(Hubs.class),
                    JavaClass.Predicates.resideInAPackage("io.ptmtorrent.crawler.hub.*"))
            .because("a newcomer reads one package after the other");
}
