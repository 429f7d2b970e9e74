package dev.langchain4j.model.openrouter.spark;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/** Where an executor finds what must not travel with the tasks. */
final class Secrets {

    /** Spark hides the value in its UI because of the word "secret". */
    static final String KEY = "spark.openrouter.secret.apiKey";

    static final String DATABASE_USER = "spark.openrouter.database.user";
    /** Hidden because of the word "password". */
    static final String DATABASE_PASSWORD = "spark.openrouter.database.password";

    private Secrets() {}

    /** @throws IllegalStateException if this executor has no key */
    static String key(SparkSettings settings) {
        return key(settings, find(KEY, "OPENROUTER_API_KEY"));
    }

    static String key(SparkSettings settings, @Nullable String found) {
        String key = settings.keyInTasks() != null ? settings.keyInTasks() : found;
        if (key == null) {
            throw new IllegalStateException("This executor has no key: set OPENROUTER_API_KEY in its environment, or "
                    + KEY + " in Spark's configuration");
        }
        return key;
    }

    /** The secret in Spark's configuration, or else in the environment. */
    static @Nullable String find(String property, String variable) {
        SparkEnv spark = SparkEnv.get();
        SparkConf conf = spark == null ? null : spark.conf();
        return find(property, variable, conf, System.getenv());
    }

    static @Nullable String find(
            String property, String variable, @Nullable SparkConf conf, Map<String, String> environment) {
        String set = conf == null || !conf.contains(property) ? environment.get(variable) : conf.get(property);
        return set == null || set.isBlank() ? null : set.strip();
    }
}
