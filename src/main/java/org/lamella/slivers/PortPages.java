package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The forms for ports on the page of a slice. */
@Controller
@RequestMapping("/slices/{name}/ports")
class PortPages {
    private final PortService ports;
    private final SlicePage page;

    PortPages(PortService ports, SlicePage page) {
        this.ports = ports;
        this.page = page;
    }

    /**
     * @param on a node, or nothing for all of them
     * @param port {@code 80}, or {@code 8000-8003}
     * @param nodePort the first of the node's, or nothing
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    String publish(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "tcp") String protocol,
            @RequestParam String port,
            @RequestParam(defaultValue = "") String nodePort,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("portOn", on);
        model.addAttribute("portProtocol", protocol);
        model.addAttribute("port", port);
        model.addAttribute("nodePort", nodePort);
        return page.after(caller, name, response, model, () -> {
            String[] range = port.strip().split("\\s*-\\s*", 2);
            int first = number("port", range[0]);
            int last = range.length == 1 ? first : number("port", range[1]);
            Optional<Integer> wanted =
                    nodePort.isBlank() ? Optional.empty() : Optional.of(number("nodePort", nodePort.strip()));
            ports.publish(
                    caller,
                    name,
                    new PortRequest(
                            on.isBlank() ? Optional.empty() : Optional.of(on),
                            protocol,
                            first,
                            last - first + 1,
                            wanted));
        });
    }

    private static int number(String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidInput(List.of(FieldError.invalid(field, "“" + text + "” is no port")));
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/withdraw")
    String withdraw(Caller caller, @PathVariable String name, @RequestParam String published) {
        ports.withdraw(caller, name, PortName.parse(published));
        return "redirect:/slices/" + name;
    }
}
