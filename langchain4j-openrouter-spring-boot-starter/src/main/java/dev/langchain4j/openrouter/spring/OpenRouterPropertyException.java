package dev.langchain4j.openrouter.spring;

/** A property, or a group of them, that cannot be used. Its message is complete: it names the property. */
class OpenRouterPropertyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;

    OpenRouterPropertyException(String property, IllegalArgumentException refused) {
        super(
                refused instanceof OpenRouterPropertyException
                        ? refused.getMessage()
                        : SetterNames.replaced(property, String.valueOf(refused.getMessage())),
                refused);
        this.property = refused instanceof OpenRouterPropertyException inner ? inner.property : property;
    }

    OpenRouterPropertyException(String property, String message) {
        super(message);
        this.property = property;
    }

    /** The full name of the property. */
    String property() {
        return property;
    }
}
