package io.ptmtorrent.inspection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.ptmtorrent.inspection", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.ptmtorrent.inspection.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KNOWS_NO_KAFKA_AND_NO_NETWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "java.net.http..", "okhttp3..", "io.ptmtorrent.contract..");

    @ArchTest
    static final ArchRule NOTHING_IS_EXECUTED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.invoke..", "javax.script..", "java.lang.reflect..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Runtime");

    @ArchTest
    static final ArchRule ONLY_FILE_BYTES_OPENS_FILES = noClasses()
            .that()
            .doNotHaveSimpleName("FileBytes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.channels.FileChannel");
}
