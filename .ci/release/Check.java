import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares two stagings of one commit with what Maven Central asks of a release: complete POMs, jars with sources and Javadoc, a bill
 * of materials, signatures and checksums; and the jars of both must have the same bytes.
 */
public final class Check {

    private static final List<String> POM_ELEMENTS = List.of("name", "description", "url", "licenses", "developers", "scm");
    private static final List<String> FOR_EVERY_ARTIFACT = List.of(".pom", "-cyclonedx.json", "-cyclonedx.xml");
    private static final List<String> JARS = List.of(".jar", "-sources.jar", "-javadoc.jar");

    private final List<String> faults = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Path first = Path.of(arguments[0]);
        Path second = Path.of(arguments[1]);
        String[] artifacts = arguments[2].split(",");
        Check check = new Check();
        for (String artifact : artifacts) {
            check.artifact(artifact, staged(first, artifact), staged(second, artifact));
        }
        check.faults.forEach(System.out::println);
        if (!check.faults.isEmpty()) {
            System.exit(1);
        }
        System.out.println("release: " + artifacts.length + " artifacts are complete, signed, and the same bytes twice");
    }

    /** The files of an artifact by what follows its name and version: {@code -sources.jar} or {@code .pom.asc}. */
    private static Map<String, Path> staged(Path repository, String artifact) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(repository.resolve(artifact))) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith(artifact)) {
                    String version = "-[0-9.]+(-SNAPSHOT|-[0-9]{8}\\.[0-9]{6}-[0-9]+)?";
                    files.put(name.substring(artifact.length()).replaceFirst("^" + version + "(?=[.-])", ""), file);
                }
            }
        }
        return files;
    }

    private void artifact(String artifact, Map<String, Path> first, Map<String, Path> second) throws Exception {
        FOR_EVERY_ARTIFACT.forEach(kind -> expect(first.containsKey(kind), artifact + kind + " is missing"));
        String pom = Files.readString(first.get(".pom"));
        for (String element : POM_ELEMENTS) {
            expect(pom.contains("<" + element + ">") || pom.contains("<" + element + " "), artifact + ": the POM has no " + element);
        }
        expect(!pom.contains("<parent>"), artifact + ": the POM needs its parent");
        expect(!pom.replace("${project.version}", "").contains("${"), artifact + ": the POM has a placeholder");
        if (!pom.contains("<packaging>pom</packaging>")) {
            for (String jar : JARS) {
                expect(first.containsKey(jar), artifact + jar + " is missing");
                expect(same(first.get(jar), second.get(jar)), artifact + jar + ": two builds have different bytes");
            }
        }
        for (Map.Entry<String, Path> file : first.entrySet()) {
            if (!file.getKey().matches(".*\\.(asc|md5|sha1)")) {
                signed(artifact + file.getKey(), file.getValue());
                checksum(artifact + file.getKey(), file.getValue(), ".md5", "MD5");
                checksum(artifact + file.getKey(), file.getValue(), ".sha1", "SHA-1");
            }
        }
    }

    private static boolean same(Path first, Path second) throws IOException {
        return first != null && second != null && Files.mismatch(first, second) < 0;
    }

    private void signed(String name, Path file) throws Exception {
        Path signature = Path.of(file + ".asc");
        expect(
                Files.exists(signature)
                        && new ProcessBuilder("gpg", "--batch", "--verify", signature.toString(), file.toString())
                                        .redirectErrorStream(true)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor()
                                == 0,
                name + " has no valid signature");
    }

    private void checksum(String name, Path file, String ending, String algorithm) throws Exception {
        Path checksum = Path.of(file + ending);
        String computed = HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        expect(Files.exists(checksum) && Files.readString(checksum).startsWith(computed), name + " has no valid " + ending);
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add("FAILED: " + fault);
        }
    }
}
