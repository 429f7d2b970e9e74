package dev.langchain4j.model.openrouter.spark;

import static org.apache.spark.sql.functions.from_json;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Spark's types for a JSON schema. What Spark has no type for stays JSON text. */
final class SchemaTypes {

    private SchemaTypes() {}

    /** The JSON of a column as values of this type. */
    static Column read(Column json, DataType type) {
        // else Spark keeps a component named _corrupt_record for JSON that it cannot read
        return from_json(json, type, Map.of("columnNameOfCorruptRecord", ""));
    }

    static DataType of(JsonSchemaElement schema) {
        if (schema instanceof JsonObjectSchema object && !object.properties().isEmpty()) {
            List<StructField> fields = object.properties().entrySet().stream()
                    .map(property -> DataTypes.createStructField(property.getKey(), of(property.getValue()), true))
                    .toList();
            return DataTypes.createStructType(fields);
        }
        if (schema instanceof JsonArraySchema array) {
            return DataTypes.createArrayType(array.items() == null ? DataTypes.StringType : of(array.items()));
        }
        if (schema instanceof JsonIntegerSchema) {
            return DataTypes.LongType;
        }
        if (schema instanceof JsonNumberSchema) {
            return DataTypes.DoubleType;
        }
        return schema instanceof JsonBooleanSchema ? DataTypes.BooleanType : DataTypes.StringType;
    }
}
