package dev.langchain4j.model.openrouter.build;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The public types of a module, with what users can call, extend or catch, as text. The Spark module compiles it too. */
public final class PublicApi {

    private static final String OUR_PACKAGES =
            "dev\\.langchain4j\\.(model\\.)?openrouter\\.((test|jdbc|spark|spring|spring\\.test)\\.)?(?=[A-Z])";

    /** Newer JDKs print it, 17 does not. */
    private static final String SEALED = "\\b(non-)?sealed ";

    private static final String JAVA_PACKAGES = "java\\.(lang|util|time)\\.(?=[A-Z])";

    private PublicApi() {}

    /** @param typeOfModule any class of the module */
    public static String describe(Class<?> typeOfModule) throws IOException, URISyntaxException {
        StringBuilder text = new StringBuilder();
        typesOf(typeOfModule).forEach(type -> append(text, type));
        return shortened(text.toString());
    }

    /** The same text without the packages that every reader knows. */
    static String shortened(String text) {
        return text.replaceAll(OUR_PACKAGES, "").replaceAll(SEALED, "").replaceAll(JAVA_PACKAGES, "");
    }

    static List<Class<?>> typesOf(Class<?> typeOfModule) throws IOException, URISyntaxException {
        Path module = Path.of(
                typeOfModule.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(module)) {
            return typesIn(module);
        }
        try (FileSystem jar = FileSystems.newFileSystem(module)) {
            return typesIn(jar.getPath("/"));
        }
    }

    private static List<Class<?>> typesIn(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .filter(name -> !name.contains(".internal."))
                    .sorted()
                    .<Class<?>>map(PublicApi::load)
                    .filter(PublicApi::isVisible)
                    .toList();
        }
    }

    private static void append(StringBuilder text, Class<?> type) {
        text.append(type.toGenericString());
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            text.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        if (type.getInterfaces().length > 0) {
            text.append(type.isInterface() ? " extends " : " implements ");
            text.append(String.join(
                    ", ",
                    Arrays.stream(type.getGenericInterfaces())
                            .map(Type::getTypeName)
                            .toList()));
        }
        text.append('\n');
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers())) {
                members.add(field.toGenericString());
            }
        }
        if (isMadeByUsers(type)) {
            add(members, type.getDeclaredConstructors());
        }
        for (Class<?> owner = type; owner != null; owner = hiddenSuperclass(owner)) {
            add(members, owner.getDeclaredMethods());
        }
        members.forEach(member -> text.append("    ").append(member).append('\n'));
        text.append('\n');
    }

    private static void add(TreeSet<String> members, Executable[] executables) {
        for (Executable executable : executables) {
            if (isVisible(executable.getModifiers()) && !executable.isSynthetic()) {
                String declaring = executable.getDeclaringClass().getTypeName() + ".";
                members.add(executable.toGenericString().replace(declaring, ""));
            }
        }
    }

    /** Spring makes the records that hold properties: a new property may change their constructors. */
    private static boolean isMadeByUsers(Class<?> type) {
        Class<?> outer = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        return !(type.isRecord() && outer.getSimpleName().endsWith("Properties"));
    }

    /** Users see the methods of a package-private superclass as the class's own. */
    private static @Nullable Class<?> hiddenSuperclass(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        return superclass == null || isVisible(superclass) ? null : superclass;
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
