package io.ptmtorrent.catalog.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a figure for print: black on white, series told apart by shade, dash and mark, not by colour alone.
 *
 * <p>Ranks become lines on two logarithmic axes; all else becomes bars, of the ratio where the figure has one. Needs a
 * font on the machine, and no screen.
 */
public final class FigureChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 620;
    private static final int MOST_BARS = 24;
    private static final int MOST_SERIES = 8;
    private static final Color[] SHADES = {
        new Color(0x00, 0x00, 0x00),
        new Color(0x99, 0x99, 0x99),
        new Color(0x4d, 0x4d, 0x4d),
        new Color(0xcc, 0xcc, 0xcc),
        new Color(0x70, 0x70, 0x70),
        new Color(0xe6, 0xe6, 0xe6),
        new Color(0x26, 0x26, 0x26),
        new Color(0xb3, 0xb3, 0xb3)
    };
    private static final float[][] DASHES = {{1, 0}, {8, 4}, {2, 3}, {10, 3, 2, 3}};
    private static final Marker[] MARKS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.CROSS
    };

    private FigureChart() {}

    /** Writes it as SVG, whole or not at all. */
    public static void svg(FigureTable table, Path file) throws IOException {
        write(
                file,
                out -> VectorGraphicsEncoder.saveVectorGraphic(
                        chart(table), out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
    }

    /** Writes it as PNG, whole or not at all. */
    public static void png(FigureTable table, Path file) throws IOException {
        write(file, out -> BitmapEncoder.saveBitmap(chart(table), out, BitmapEncoder.BitmapFormat.PNG));
    }

    private interface Drawing {
        void to(OutputStream out) throws IOException;
    }

    private static void write(Path file, Drawing drawing) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            drawing.to(out);
        } catch (InternalError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new IOException("cannot draw " + file + ": Java finds no font here; install one and fontconfig", e);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Chart<?, ?> chart(FigureTable table) {
        return table.columns().contains("rank") ? ranks(table) : bars(table);
    }

    private static Chart<?, ?> ranks(FigureTable table) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(table.title())
                .xAxisTitle("rank")
                .yAxisTitle("downloads")
                .build();
        forPrint(chart.getStyler());
        XYStyler styler = chart.getStyler();
        styler.setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        int rank = table.columns().indexOf("rank");
        int downloads = table.columns().indexOf("downloads");
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        for (List<@Nullable Object> row : table.rows()) {
            double y = number(row.get(downloads));
            if (y > 0) {
                lines.computeIfAbsent(row.get(0) + ", " + row.get(1), key -> new ArrayList<>())
                        .add(new double[] {number(row.get(rank)), y});
            }
        }
        int index = 0;
        for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
            double[] x = line.getValue().stream().mapToDouble(it -> it[0]).toArray();
            double[] y = line.getValue().stream().mapToDouble(it -> it[1]).toArray();
            XYSeries series = chart.addSeries(line.getKey(), x, y);
            series.setMarker(MARKS[index % MARKS.length]).setMarkerColor(SHADES[index % SHADES.length]);
            series.setLineColor(SHADES[index % SHADES.length]);
            series.setLineStyle(new BasicStroke(
                    1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES[index % DASHES.length], 0));
            index++;
        }
        return chart;
    }

    /** The last label names a bar, those before it its series. */
    private static Chart<?, ?> bars(FigureTable table) {
        int ratio = table.columns().indexOf("ratio");
        int value = ratio < 0 ? table.labels() : ratio;
        Map<String, Map<String, Double>> series = new TreeMap<>();
        Set<String> bars = new LinkedHashSet<>();
        for (List<@Nullable Object> row : table.rows()) {
            String bar = String.valueOf(row.get(table.labels() - 1));
            String of = String.join(
                    ", ",
                    row.subList(0, table.labels() - 1).stream()
                            .map(String::valueOf)
                            .toList());
            bars.add(bar);
            series.computeIfAbsent(of, key -> new LinkedHashMap<>()).put(bar, number(row.get(value)));
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(table.title())
                .yAxisTitle(table.columns().get(value))
                .build();
        forPrint(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setLegendVisible(series.size() > 1);
        List<String> shown = bars.stream().limit(MOST_BARS).toList();
        int index = 0;
        for (Map.Entry<String, Map<String, Double>> one : series.entrySet()) {
            if (index == MOST_SERIES) {
                break;
            }
            List<Double> heights = shown.stream()
                    .map(bar -> one.getValue().getOrDefault(bar, 0.0))
                    .toList();
            CategorySeries drawn =
                    chart.addSeries(one.getKey().isEmpty() ? table.columns().get(value) : one.getKey(), shown, heights);
            drawn.setFillColor(SHADES[index % SHADES.length]);
            drawn.setLineColor(Color.BLACK);
            index++;
        }
        if (shown.isEmpty()) {
            chart.addSeries("nothing", List.of(""), List.of(0.0));
        }
        return chart;
    }

    private static void forPrint(Styler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(Color.BLACK)
                .setChartTitleFont(font.deriveFont(Font.BOLD, 15f))
                .setChartTitleBoxVisible(false)
                .setLegendFont(font)
                .setLegendBorderColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderColor(Color.BLACK)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private static double number(@Nullable Object cell) {
        return cell instanceof Number number ? number.doubleValue() : 0;
    }
}
